"""09. dersin sayı görevleri: ardışık yarılamanın bütçesi, η'nın anlamı, Hyperband'in braketi ve boşta geçen süre."""

from lrlab.exercises.task import Mutant, NumberTask
from lrlab.hpo.schedulers.halving import brackets

HYPERBAND = [bracket[0][0] for bracket in brackets(81, 3)]  # s = 4, 3, 2, 1, 0

BUDGET = NumberTask(
    name="sh_budget",
    lesson="09",
    title="Ardışık yarılamanın bedeli",
    question="27 yapılandırma, η = 3, basamaklar 1, 3, 9, 27. dönemde. Terfi eden KALDIĞI YERDEN sürüyor. Toplam kaç "
    "dönem eğitilir?",
    expected=81.0,
    tolerance=0.4,
    near=0.4,
    units=("dönem",),
    mutants=(
        Mutant("from_scratch", 108.0, "Terfi edeni her basamakta sıfırdan eğitmişsin; kaldığı yerden sürüyor."),
        Mutant("all_to_the_end", 729.0, "Bu, hiç eleme yapmadan hepsini sonuna kadar eğitmenin bedeli."),
        Mutant(
            "only_winner", 27.0, "Yalnızca bir basamağın bedeli: ilk basamak da, sonuna varan tek deneme de bu kadar."
        ),
        Mutant("jobs", 40.0, "Bu, işlerin (ya da basamakların) toplamı; her iş kaç dönem sürer?"),
        Mutant("last_forgotten", 63.0, "Son basamak eksik: kazanan, oraya dek de eğitilir."),
        Mutant("first_forgotten", 54.0, "İlk basamak eksik: orada herkes eğitilir."),
        Mutant("halving", 143.0, "Denemeleri ikiye bölmüşsün (27, 13, 6, 3); çarpan η = 3."),
        Mutant("half_scratch", 90.0, "Bir terfiyi sıfırdan, ötekileri sürdürerek saymışsın: farklar 2, 6 ve 18 dönem."),
    ),
    hints=(
        "Basamakları 27, 9, 3, 1 deneme bitirir.",
        "İkinci basamağa çıkan 9 deneme yalnızca 3 - 1 dönem daha eğitilir.",
        "27·1 + 9·2 + 3·6 + 1·18.",
    ),
)

ETA = NumberTask(
    name="eta_meaning",
    lesson="09",
    title="η neyi çarpar?",
    question="Öğrenme oranı 0.1 olan bir deneme, η = 3 ile, 1. dönemdeki basamaktan 3. dönemdekine terfi ediyor. Orada "
    "hangi öğrenme oranıyla eğitilir?",
    expected=0.1,
    tolerance=0.0005,
    mutants=(
        Mutant(
            "learning_rate", 0.3, "η'yı öğrenme oranının çarpanı sanmışsın. η, kaynağı çarpar ve deneme sayısını böler."
        ),
        Mutant(
            "learning_rate_divided",
            0.1 / 3,
            "η'yı öğrenme oranının böleni sanmışsın. η, kaynağı çarpar ve deneme SAYISINI böler.",
        ),
        Mutant("eta_itself", 3.0, "η bir öğrenme oranı değil: her basamakta kaçta birin kaldığını söyler."),
        Mutant("power", 0.001, "Oranın η. kuvvetini almışsın; yapılandırma terfide değişmez."),
        Mutant("each_epoch", 0.9, "İki dönemde iki kez çarpmışsın; η öğrenme oranına dokunmaz."),
        Mutant("each_epoch_divided", 0.1 / 9, "İki dönemde iki kez bölmüşsün; η öğrenme oranına dokunmaz."),
        Mutant("share", 1 / 3, "Bu, terfi edenlerin payı 1/η; soru öğrenme oranı."),
        Mutant("stopped", 0.0, "Deneme durmuyor: terfi, sürmek demektir."),
    ),
    hints=(
        "Terfi eden deneme aynı yapılandırmayla sürer.",
        "η iki şeyi değiştirir: basamaktaki deneme sayısını ve basamağın kaynağını.",
        "Yapılandırmanın hiçbir değeri, öğrenme oranı da, terfiyle değişmez.",
    ),
)

BRACKET = NumberTask(
    name="hyperband_n",
    lesson="09",
    title="Hyperband'in ikinci braketi",
    question="Hyperband, R = 81, η = 3, s_max = 4: s numaralı braket n = ⌈(s_max + 1)/(s + 1)·ηˢ⌉ yapılandırmayla "
    "başlar. s = 3 braketinde n kaç?",
    expected=float(HYPERBAND[1]),
    tolerance=0.1,
    near=0.1,
    units=("yapılandırma", "deneme"),
    mutants=(
        Mutant("power", 27.0, "Yalnızca ηˢ: öndeki kesir unutulmuş ya da çarpmadan önce aşağı yuvarlanmış."),
        Mutant("ceil_first", 54.0, "Önce kesri yuvarlamışsın; önce çarp, sonra yukarı yuvarla."),
        Mutant("not_rounded", 33.75, "Yapılandırma sayısı tam sayıdır: yukarı yuvarla."),
        Mutant("floor", 33.0, "Aşağı yuvarlamışsın; ⌈ ⌉ yukarı yuvarlar."),
        Mutant("no_plus_one", 36.0, "Kesirde 1'leri unutmuşsun: braketler s = 0'dan sayılır, s_max + 1 tanedir."),
        Mutant("no_plus_one_below", 45.0, "Paydada 1'i unutmuşsun: s + 1."),
        Mutant("first", float(HYPERBAND[0]), "Bu, s = 4 braketi: en çok yapılandırmayla başlayan, ilk koşan."),
        Mutant("third", float(HYPERBAND[2]), "Bu, s = 2 braketi."),
        Mutant("all", float(sum(HYPERBAND)), "Bu, bütün braketlerin toplamı; yalnızca s = 3 soruluyor."),
    ),
    hints=(
        "(s_max + 1)/(s + 1) = 5/4.",
        "ηˢ = 3·3·3.",
        "5/4 çarpı 27; kesirli çıkarsa yukarı yuvarla.",
    ),
)

IDLE = NumberTask(
    name="idle_time",
    lesson="09",
    title="Bariyerde beklemek",
    question="3 işçi, eşzamanlı bir basamakta 5 iş; süreleri sırayla 12, 4, 6, 1, 3 dakika. Boşalan işçi sıradaki işi "
    "alır; basamak bitmeden yeni iş yok. İşçiler toplam kaç dakika boş durur?",
    expected=10.0,
    tolerance=0.1,
    near=0.1,
    units=("dakika", "dk", "işçi-dakika"),
    mutants=(
        Mutant("waves", 19.0, "İşleri üçer üçer başlatmışsın: boşalan işçi ötekileri beklemeden sıradakini alır."),
        Mutant(
            "fixed_turns", 13.0, "İşleri işçilere baştan sırayla dağıtmışsın; sıradaki işi kim önce boşalırsa o alır."
        ),
        Mutant("first_wave", 14.0, "İlk üç iş bitince sanki işler tükenmiş: boşalan işçiler kalan iki işi de yapar."),
        Mutant("makespan", 12.0, "Bu, basamağın süresi; soru, işçilerin o süre içinde ne kadar boş durduğu."),
        Mutant("busy", 26.0, "Bu, çalışılan süre; boş durulan soruluyor."),
        Mutant("total", 36.0, "Bu, üç işçinin bütün süresi; çalıştıkları süreyi çıkar."),
        Mutant("longest_wait", 6.0, "Bu, en çok bekleyen işçinin süresi; bekleyen başka işçi de var."),
        Mutant("mean", 10 / 3, "Bu, işçi başına ortalama; toplam soruluyor."),
        Mutant("share", 10 / 36, "Bu, boş durulan sürenin payı; dakika olarak toplam soruluyor."),
        Mutant("asynchronous", 0.0, "Bu, bariyersiz (eşzamansız) aramanın yanıtı; burada basamak bitene dek beklenir."),
    ),
    hints=(
        "Çiz: 1. işçi 12 dakika dolu. Kalan iki işi, ötekilerden kim önce boşalırsa o alır.",
        "2. işçi 4. dakikada boşalır, 1 ve 3 dakikalık işleri alır, 8'de biter; 3. işçi 6'da. Basamak 12'de biter.",
        "3·12 dakikadan çalışılan süreyi çıkar: 12 + 4 + 6 + 1 + 3.",
    ),
)

TASKS = (BUDGET, ETA, BRACKET, IDLE)
