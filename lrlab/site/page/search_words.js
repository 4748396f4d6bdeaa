// Aranan sözün kökü, dizindekilerle aynı harflerle (turkish.py, folded): "ISINMA" ve "isinma" da "ısınma"yı bulur.
// Sphinx'in arama sayfasına olduğu gibi girer: modül değildir.
{
  const Turkish = window.Stemmer;
  window.Stemmer = class {
    constructor() {
      this.turkish = new Turkish();
    }
    stemWord(word) {
      const stem = this.turkish.stemWord(word);
      return stem.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("ı", "i");
    }
  };
}
