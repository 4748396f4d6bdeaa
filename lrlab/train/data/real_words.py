"""Gerçek Türkçe sözcükler: büyük ünlü uyumuna uymayanlar nedenleriyle, çoğulu kuraldan sapan adlar."""

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

# Çoğulunu kuralın doğru bildiği adlar: son ünlü kalınsa -lar, inceyse -ler. Elle yazıldı; hunspell-tr ile denetlendi.
RULE_NOUNS = tuple(
    """
    kartal masal çatal kural kral kol yol okul kul pul dal bal şal mal hamal sandal pedal skandal karnaval kanal
    kimyasal bakkal portakal bavul davul karakol hayat sanat rahat kanat kat avukat ruhsat fırsat maksat surat
    saltanat sokak kitap mektup cevap kasap ağaç balık bulut kapı araba toprak yıldız yağmur tavşan çocuk kadın
    yumurta arkadaş fotoğraf program doktor tramvay stadyum insan kahraman zaman orman roman plan reklam kazan
    sultan tavan duman bayrak yaprak kaynak sınav sayfa masa oda kapak kutu kuzu koyun boyun burun omuz parmak bacak
    ayak kulak dudak yanak saç akşam sabah hafta yıl hayvan bulgur çamur karpuz armut kavun soğan havuç oyun top
    takım kaptan savaş barış komutan vatan bayram imkan dükkan rüzgar kalkan kavram kuram yasa hukuk suç ceza mahkum
    hata tabak bardak bıçak kaşık makas halı duvar pazar çarşı fırın hastalık ilaç parça motor vapur uçak ordu konu
    soru yanıt sonuç durum kurum toplum yorum anlam yazar telefon televizyon sinema elma destan tiyatro sınıf kiraz
    dünya çiçek deniz güneş gölge pencere gözlük kelebek köpek kedi öğretmen öğrenci ekmek üzüm kalem kahve otobüs
    gazete domates profesör anne kardeş şehir nehir dere tepe bahçe ev göz el yüz gün gece mevsim resim isim cisim
    ders defter silgi bilgi bilim deney seçim geçit köprü kürek çekiç tencere tepsi kepçe biber pirinç mercimek
    incir zeytin çilek erik vişne nefes ses söz düş güç üye lider millet devlet ülke kültür müze bilet tren gemi
    bisiklet taksi şoför nöbet hediye mesele netice tecrübe kelime cümle hece şiir hikaye eser sergi heykel tel zil
    pil dil fil gül kül göl çöl bel otel model tünel asker şair traktör rakip
    """.split()
)

# Son ünlüsü kalın olduğu hâlde -ler alan alıntılar: saatler, hayaller, goller.
EXCEPTION_NOUNS = tuple(
    """
    saat hayal ihtimal misal timsal hilal ihmal iptal işgal ihlal ideal general amiral mareşal kardinal festival
    terminal materyal mineral sinyal final moral metal kristal normal orijinal radikal liberal vokal lokal katedral
    santral istikbal sembol kontrol alkol petrol rol gol protokol metropol parabol ampul usul mahsul meşgul kabul
    meçhul mamul sual hal kalp harf harp dikkat şefkat hakikat seyahat kabahat cemaat kanaat menfaat istirahat
    feragat sadakat lügat idrak iştirak
    """.split()
)
