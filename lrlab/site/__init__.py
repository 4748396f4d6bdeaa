"""Çekirdeksiz sayfalar: derslerin, şekilleri bir bağlantıda da oynayan hali."""
