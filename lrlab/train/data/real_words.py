"""Gerçek Türkçe sözcükler ve, büyük ünlü uyumuna uymayanlarda, neden uymadıkları; etiketi kural verir."""

# Uyumluların hepsi Türkçe kökenli değildir: pencere, portakal, fotoğraf alıntıdır ama ünlüleri uyar. Tek heceliler yok:
# kural onlara uygulanmaz. Notlarda alıntının hangi dilden geldiği yazar.
REAL_WORDS: dict[str, str] = {
    # uyumlu
    "okul": "", "çiçek": "", "deniz": "", "güneş": "", "gölge": "", "araba": "", "balık": "", "ağaç": "",
    "toprak": "", "yıldız": "", "yağmur": "", "bulut": "", "kapı": "", "pencere": "", "gözlük": "", "kelebek": "",
    "köpek": "", "kedi": "", "tavşan": "", "kırmızı": "", "yeşil": "", "büyük": "", "küçük": "", "uzun": "",
    "öğretmen": "", "öğrenci": "", "çocuk": "", "kadın": "", "yumurta": "", "ekmek": "", "mutluluk": "",
    "özgürlük": "", "arkadaşlık": "", "üzüm": "", "portakal": "", "fotoğraf": "", "program": "", "türkçe": "",
    "saat": "", "şiir": "", "doktor": "", "tramvay": "", "stadyum": "", "kontrol": "", "spiker": "",
    # Türkçe kökenli, ama sonradan değişmiş
    "anne": "Türkçe; eskiden ana", "elma": "Türkçe; eskiden alma", "kardeş": "Türkçe; eskiden karındaş",
    "hangi": "Türkçe; eskiden kangı", "hani": "Türkçe; eskiden kanı", "inanmak": "Türkçe; eskiden ınanmak",
    "şişman": "Türkçe; eskiden şışman", "dahi": "Türkçe; eskiden takı",
    # uyuma girmeyen ekler
    "koşarken": "-ken eki uyuma girmez", "akşamki": "-ki eki uyuma girmez", "geliyor": "-yor eki uyuma girmez",
    "sabahleyin": "-leyin eki uyuma girmez", "yeşilimtırak": "-mtırak eki uyuma girmez",
    "meslektaş": "-daş eki uyuma girmez", "dayımgil": "-gil eki uyuma girmez",
    # birleşik sözcükler
    "bugün": "birleşik: bu + gün", "gecekondu": "birleşik: gece + kondu", "ilkbahar": "birleşik: ilk + bahar",
    "hanımeli": "birleşik: hanım + eli", "bilgisayar": "birleşik: bilgi + sayar", "açıkgöz": "birleşik: açık + göz",
    # alıntılar
    "kitap": "Arapçadan", "kalem": "Arapçadan", "dünya": "Arapçadan", "merhaba": "Arapçadan", "insan": "Arapçadan",
    "kahve": "Arapçadan", "asker": "Arapçadan", "selam": "Arapçadan", "tarih": "Arapçadan", "şair": "Arapçadan",
    "mektup": "Arapçadan", "cevap": "Arapçadan", "beyaz": "Arapçadan", "mavi": "Arapçadan", "siyah": "Farsçadan",
    "rüzgar": "Farsçadan", "ateş": "Farsçadan", "telefon": "Fransızcadan", "televizyon": "Fransızcadan",
    "otobüs": "Fransızcadan", "sinema": "Fransızcadan", "gazete": "İtalyancadan", "domates": "Rumcadan",
    "klasik": "Fransızcadan", "plastik": "Fransızcadan", "trafik": "Fransızcadan", "profesör": "Fransızcadan",
    "brokoli": "İtalyancadan",
}  # fmt: skip
