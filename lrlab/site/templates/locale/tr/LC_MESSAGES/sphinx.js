// Arama sayfasının sözleri (Sphinx'in kendi Türkçesinde eksikleri var).
Documentation.addTranslations({
  locale: "tr",
  plural_expr: "0",
  messages: {
    ", in ": ", ",
    "Hide Search Matches": "İşaretleri kaldır",
    "Preparing search...": "Arama hazırlanıyor…",
    Search: "Ara",
    "Search Results": "Arama sonuçları",
    Searching: "Aranıyor",
    "Search finished, found one page matching the search query.": [
      "${resultCount} sayfa bulundu.",
      "${resultCount} sayfa bulundu.",
    ],
    "Your search did not match any documents. Please make sure that all words are spelled correctly and that you've selected enough categories.":
      "Bu sözcükler hiçbir sayfada geçmiyor. Yazılışlarına bak.",
  },
});
