"""Derslerin canlı şekilleri; her dosya bir şekil, `figure` ve `explorer` hepsinin zemini."""
