"""08. dersin sayı görevleri: ızgaranın bedeli, rastgele aramanın payı, log ölçek ve bir şarabın ağırlığı."""

from lrlab.exercises.task import Mutant, NumberTask

GRID = NumberTask(
    name="grid_fits",
    lesson="08",
    title="Izgara kaç model eğitir?",
    question="GridSearchCV 1200 yapılandırmayı 5 katlı çapraz geçerlemeyle deniyor; refit=True (varsayılan). Toplam "
    "kaç model eğitilir?",
    expected=6001.0,
    tolerance=0.4,
    near=0.4,
    units=("model", "eğitim"),
    mutants=(
        Mutant("refit", 6000.0, "Katlar tamam; ama refit=True: arama bitince ne yapılır?"),
        Mutant("no_folds", 1200.0, "Bu, yapılandırmaların sayısı; her biri kaç kez eğitilir?"),
        Mutant("no_folds_refit", 1201.0, "refit'i hatırlamışsın; ama her yapılandırma her kat için bir kez eğitilir."),
        Mutant("refit_each", 7200.0, "refit her yapılandırma için değil, yalnızca en iyisi için yapılır."),
        Mutant("refit_folds", 6005.0, "refit çapraz geçerleme yapmaz: bütün eğitim verisiyle tek eğitimdir."),
        Mutant(
            "four_folds", 4800.0, "Her eğitimde 4 kat kullanılır, ama eğitim beş kez yapılır: her kat bir kez dışarıda."
        ),
        Mutant(
            "four_folds_refit", 4801.0, "Her eğitimde 4 kat kullanılır, ama eğitim beş kez yapılır; refit'i saymışsın."
        ),
        Mutant("added", 1205.0, "Yapılandırmalarla katları toplamışsın; her yapılandırma her katta eğitilir."),
        Mutant("random", 1000.0, "Bu, 200 yapılandırmalı rastgele aramanın sayısı."),
    ),
    hints=(
        "Bir yapılandırma için 5 katlı çapraz geçerleme kaç eğitimdir?",
        "1200 çarpı 5. Sonra refit=True ne ekler?",
        "refit, en iyi yapılandırmayı bütün eğitim verisiyle bir kez daha eğitir.",
    ),
)

HITS = NumberTask(
    name="random_hits",
    lesson="08",
    title="60 deneme yeter mi?",
    question="Yapılandırmaların en iyi yüzde 5'i işini görüyor. 60 bağımsız rastgele denemeden en az birinin bu "
    "bölgeye düşme olasılığı kaçtır? (üç ondalık)",
    expected=1 - 0.95**60,
    tolerance=0.0006,
    near=0.0006,
    mutants=(
        Mutant("all_miss", 0.95**60, "Bu, HİÇBİRİNİN düşmeme olasılığı; en az birinin düşmesi onun tümleyenidir."),
        Mutant("sum", 3.0, "Olasılıkları toplamışsın; olasılık 1'i geçemez. Bu, düşenlerin beklenen sayısı."),
        Mutant("capped", 1.0, "Kesin değil: 60 denemenin hepsi de ıskalayabilir."),
        Mutant("one_miss", 0.95, "Bu, tek denemenin ıskalama olasılığı. Sonucunu yuvarladıysan üç ondalıkla yaz."),
        Mutant("one_hit", 0.05, "Bu, tek denemenin düşme olasılığı; deneme 60 tane."),
        Mutant("exactly_one", 60 * 0.05 * 0.95**59, "Bu, TAM birinin düşme olasılığı; en az biri soruluyor."),
        Mutant("one_less", 1 - 0.95**59, "Bu, 59 denemenin olasılığı."),
        Mutant("percent_ten", 1 - 0.9**60, "Bu, en iyi yüzde 10 için; soru yüzde 5."),
        Mutant("percent_one", 1 - 0.99**60, "Bu, en iyi yüzde 1 için; soru yüzde 5."),
    ),
    hints=(
        "Tersini hesaplamak kolay: 60 denemenin hepsinin ıskalama olasılığı.",
        "Bir deneme 0.95 olasılıkla ıskalar; denemeler bağımsızsa olasılıklar çarpılır.",
        "1'den 0.95'in 60. kuvvetini çıkar.",
    ),
)

WINE = NumberTask(
    name="one_wine",
    lesson="08",
    title="Bir şarabın ağırlığı",
    question="Sınama kümesinde 54 şarap var. Bir şarabı doğru ya da yanlış bilmek doğruluğu kaç yüzde puanı "
    "değiştirir? (iki ondalık)",
    expected=100 / 54,
    tolerance=0.006,
    near=0.006,
    units=("puan", "yüzde puan", "yüzde puanı", "%"),
    mutants=(
        Mutant("fraction", 1 / 54, "Bu, oran olarak; yüzde puan olarak yaz."),
        Mutant("all_wines", 100 / 178, "178, bütün şarapların sayısı; doğruluk sınama kümesinde ölçülüyor."),
        Mutant("training_wines", 100 / 124, "124, eğitim kümesindeki şarapların sayısı; doğruluk sınamada ölçülüyor."),
        Mutant("one_class", 100 / 18, "54'ü üç sınıfa bölmüşsün; doğruluğun paydası bütün sınama kümesidir."),
        Mutant("rounded", 1.8, "Yuvarlanmış doğrulukları (0.981 ile 0.963) çıkarmışsın; 54'ün payından hesapla."),
        Mutant("two_wines", 200 / 54, "Bu, iki şarap: 0.944 ile 0.981 arası."),
        Mutant("count", 54.0, "Bu, kümenin büyüklüğü; bir tanesinin yüzde kaç ettiği soruluyor."),
        Mutant("out_of_53", 100 / 53, "Payda 54: değişen şarap da kümenin içinde."),
    ),
    hints=(
        "Doğruluk = doğru bilinenler / 54.",
        "Bir şarap, payı bir değiştirir: doğruluk 1/54 değişir.",
        "1/54'ü 100 ile çarp.",
    ),
)

SHARE = NumberTask(
    name="top_decade_share",
    lesson="08",
    title="Doğrusal çekilişler nereye düşer?",
    question="Öğrenme oranı 0.0001 ile 1 arasından DOĞRUSAL ölçekte çekiliyor. Çekilişlerin ne kadarı 0.1'den "
    "büyüktür? (oran olarak, iki ondalık)",
    expected=0.9 / 0.9999,
    tolerance=0.002,
    near=0.002,
    mutants=(
        Mutant("log", 0.25, "Bu, LOG ölçekte: dört 10 katlık aralığın birine düşen pay. Soru doğrusal ölçek."),
        Mutant("below", 1 - 0.9 / 0.9999, "Bu, 0.1'den küçük olanların payı."),
        Mutant("half", 0.5, "Ortadan bölünmüyor: 0.1 ile 1 arası, bütün aralığın ne kadarıdır?"),
        Mutant("log_below", 0.75, "Bu, log ölçekte 0.1'den KÜÇÜK olanların payı."),
        Mutant("above_hundredth", 0.99 / 0.9999, "Bu, 0.01'den büyük olanların payı; soru 0.1."),
        Mutant("middle_decade", 0.09 / 0.9999, "Bu, 0.01 ile 0.1 arasına düşen pay; 0.1'in üstü soruluyor."),
        Mutant("percent", 90.0, "Yüzde olarak yazmışsın; oran olarak yaz."),
    ),
    hints=(
        "Doğrusal ölçekte bir aralığa düşen pay, uzunluğuyla orantılıdır.",
        "0.1'den 1'e uzunluk 0.9; bütün aralığın uzunluğu 1 - 0.0001.",
        "İkisinin oranı; paydayı 1 saysan da olur.",
    ),
)

VALUES = NumberTask(
    name="grid_values",
    lesson="08",
    title="Izgara kaç farklı oran dener?",
    question="Üç hiperparametreli bir ızgara, her eksende eşit sayıda değerle, 64 eğitim yapıyor. Sonucu yalnızca "
    "öğrenme oranı belirliyorsa kaç farklı şey denenmiş olur?",
    expected=4.0,
    tolerance=0.1,
    near=0.1,
    mutants=(
        Mutant("random", 64.0, "Bu, 64 RASTGELE denemenin yanıtı. Izgarada aynı oran birçok kez yinelenir."),
        Mutant("repeats", 16.0, "Bu, aynı oranın kaç kez yinelendiği; kaç FARKLI oran olduğu soruluyor."),
        Mutant("square", 8.0, "Karekök almışsın: iki eksen olsaydı doğruydu; üç eksen var."),
        Mutant("divided", 64 / 3, "Eksen sayısına bölmüşsün; ızgarada eksenlerin değer sayıları toplanmaz, çarpılır."),
        Mutant("all_axes", 12.0, "Bu, üç eksendeki değerlerin toplamı; sonuç yalnızca birine bağlı."),
        Mutant("axes", 3.0, "Bu, eksenlerin sayısı; bir eksende kaç değer var?"),
        Mutant("log2", 6.0, "2'nin kaçıncı kuvveti olduğunu yazmışsın; üç eksen için küp kök gerekir."),
    ),
    hints=(
        "Her eksende k değer varsa ızgarada kaç nokta olur?",
        "k·k·k = 64.",
        "Öteki iki hiperparametre sonucu değiştirmiyorsa, öğrenme oranının k değeri kadar farklı sonuç görülür.",
    ),
)

TASKS = (GRID, HITS, WINE, SHARE, VALUES)
