"""Denk mutasyonlar: değişmiş hâli de doğru olan programlar, nedeniyle."""

INDICES = r"\w+ = (np\.(round|floor|ceil|sort|unique)\(.*|sorted\(.*)"
LENGTHS = r"len\((order|batch|labels|errors)\) → len\((x|y|X|Y|part|logits|ranked)\)"

# (görevler, mutasyonun anahtarı için düzenli ifade, neden)
ROWS: tuple[tuple[str, str, str], ...] = (
    # ---- girdilerin tanım kümesi
    ("rmsprop_step adam_step adamw_step", r"v = (abs\(v\)|np\.maximum\(v, 0\))", "v kareler ortalamasıdır: eksi olmaz"),
    ("cosine_rate staircase_rate factor_rate per_epoch_rate", r"step = (abs|np\.maximum)\(.*", "adım eksi olmaz"),
    ("staircase_rate factor_rate per_epoch_rate", r"step = np\.round\(step\)", "adımlar tam sayıdır"),
    ("epoch_cost", r"costs = (abs|np\.maximum)\(.*", "kareli kayıp eksi olmaz"),
    ("log_uniform", r"u = (abs|np\.maximum|np\.minimum)\(.*", "u, [0, 1) aralığındadır"),
    ("expected_improvement", r"sd = (abs|np\.maximum)\(.*", "standart sapma eksi olmaz"),
    ("expected_improvement", r"sd > 0 → sd != 0", "standart sapma eksi olmaz"),
    ("best_on_validation", r"(validation|test) = (abs|np\.maximum|np\.minimum)\(.*", "doğruluk 0 ile 1 arasındadır"),
    ("decay_groups", r"names = list\(dict\.fromkeys\(names\)\)", "parametrelerin adları birbirinden farklıdır"),
    ("choose_batch_size", r".* → max\(1, budget_bytes // sample_bytes\)", "en az bir örneğin sığdığı söyleniyor"),
    # ---- sonucun tanım kümesi
    ("epoch_cost ewa_weights retune_alpha effective_steps cosine_rate staircase_rate factor_rate per_epoch_rate "
     "linear_warmup warmup_cosine warmup_linear epoch_accuracy log_uniform best_on_validation expected_improvement "
     "choose_batch_size", r"sonuç = abs\(sonuç\)", "sonuç eksi olmaz"),
    ("epoch_cost ewa_weights retune_alpha effective_steps cosine_rate staircase_rate factor_rate per_epoch_rate "
     "late_rates linear_warmup warmup_cosine warmup_linear epoch_accuracy log_uniform best_on_validation "
     "expected_improvement choose_batch_size rung_sizes promoted stopping_survivors",
     r"sonuç = np\.maximum\(sonuç, 0\)", "sonuç eksi olmaz"),
    ("choose_batch_size", r"sonuç = np\.maximum\(sonuç, 1\)", "en küçük minigrup tek örneklidir"),
    ("ewa_weights warmup_linear epoch_accuracy best_on_validation", r"sonuç = np\.minimum\(sonuç, 1\)",
     "sonuç 1'i aşmaz: bir ağırlık, çarpan ya da doğruluk"),
    ("choose_batch_size rung_sizes promoted asha_next", r"sonuç = np\.(round|floor|ceil)\(.*", "sonuç tam sayıdır"),
    ("decay_groups stopping_survivors", INDICES, "numaralar tam sayıdır, küçükten büyüğe ve birer kez yazılır"),
    ("decay_groups", r"sönüm\w+ = np\.maximum\(\w+, 0\)", "numara eksi olmaz"),
    ("ewa_weights", r"sonuç = (np\.sort|sorted|np\.unique)\(.*", "ağırlıklar artar ve birbirinden farklıdır"),
    ("linear_warmup", r"sonuç = (np\.sort|sorted)\(.*", "ısınmanın oranları hiç azalmaz"),
    # ---- aynı uzunluk, aynı toplam, aynı sıralama
    ("split_minibatches gradient_minibatch minibatch_epoch epoch_accuracy asha_next", LENGTHS, "uzunlukları aynıdır"),
    ("gradient_minibatch", r"batch = (np\.sort|np\.unique|batch\[::-1\]).*", "toplamda sıra önemsiz, örnekler farklı"),
    ("epoch_accuracy", r"range\(.*\) → list\(range\(.*\)\)\[::-1\]", "toplamda minigrupların sırası önemsizdir"),
    ("epoch_accuracy", r"range\(.*\) → range\(0, len\(labels\) \+ 1, size\)", "sonda boş bir minigrup, katkısı sıfır"),
    ("epoch_accuracy", r"size = .*", "bütün örneklerin doğruluğu minigrubun boyuna bağlı değildir"),
    ("epoch_accuracy", r"logits = (logits [+-] 1|2 \* logits)", "en büyük logitin yeri değişmez"),
    ("epoch_accuracy", r"axis=1 → axis=-1", "iki boyutlu dizide son eksen 1'dir"),
    ("effective_steps", r"gradients\.shape\[1\] → gradients\.shape\[-1\]", "iki boyutlu dizide son eksen 1'dir"),
    ("effective_steps", r"gradients = (-gradients|abs\(gradients\))", "gradyanların yalnızca kareleri girer"),
    ("epoch_cost", r"sizes = (-sizes|2 \* sizes)", "ağırlıkların ortak çarpanı sadeleşir"),
    ("best_on_validation", r"validation = (validation [+-] 1|2 \* validation)", "en büyüğün yeri değişmez"),
    ("stopping_survivors", r"errors\[:t\] → list\(errors\[:t\]\)\[::-1\]", "sayarken sıra önemsizdir"),
    ("promoted", r"enumerate\(errors\) → list\(enumerate\(errors\)\)\[::-1\]", "basamak geliş sırasına bakmaz"),
    ("asha_next", r"promoted = (sorted\(.*|promoted\[::-1\]|list\(dict.*)", "terfi edenler bir kümedir"),
    # ---- aynı işlemin başka yazılışı
    ("sgd_step", r"g ↔ lr", "α·g = g·α"),
    ("momentum_step", r"m ↔ beta", "β·m = m·β"),
    ("sgd_step minibatch_epoch", r"rules\.sgd\(.* → rules\.sgd\(.*, \{\}, 2, lr=lr\)", "gradyan inişi t'yi kullanmaz"),
    ("choose_batch_size rung_sizes promoted asha_next", r".* // .* → int\(.* / .*\)", "2⁵³'e dek // ile aynı"),
    ("choose_batch_size", r"budget_bytes // .* → budget_bytes / .*", "tam sayı m, kesirli sınırı da aynı yerde aşar"),
    ("per_epoch_rate", r"step / updates → step // updates", "ardından zaten aşağı yuvarlanıyor"),
    ("warmup_cosine", r"(t|T) - warmup → warmup - (t|T)", "kosinüs çift fonksiyondur: payın işareti önemsiz"),
    ("warmup_cosine warmup_linear", r"(t|x) < warmup → (t|x) <= warmup", "birleşme yerinde iki parça aynıdır"),
    ("incumbent", r"error < best → error <= best", "eşitse aynı sayı yeniden yazılır"),
    ("expected_improvement", r"np\.where\(sd > 0, sd, 1\) → .*", "sd = 0 olan öğeler sonra ayrıca ele alınıyor"),
    ("expected_improvement", r"sd > 0 → (sd >= 0|sd > -1|mean > 0|best > 0)", "sd = 0 olanlar sonra ele alınıyor"),
    ("choose_batch_size", r"limit = .* ↔ m = 1", "birbirine bağlı olmayan iki satır"),
    ("adam_step adamw_step", r"m = .* ↔ v = .*|v = .* ↔ m_hat = .*|m_hat = .* ↔ v_hat = .*",
     "birbirine bağlı olmayan iki satır"),
    ("adamw_step", r"w = .* ↔ m = .*", "birbirine bağlı olmayan iki satır"),
    ("adamw_step", r"return .* → yerinde: w -= .*", "w o satırda çağıranın dizisi değil, yeni bir dizi"),
)  # fmt: skip
