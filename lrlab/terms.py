"""Terimler: Türkçe karşılıkların ve tanımların tek tablosu; sözlük, derslerin tabloları ve dil denetimi ona bakar.

Her kavramın tek bir Türkçe adı vardır (d2l'nin Türkçe baskısında varsa oradaki). `banned`, aynı kavram için
kullanılmayan adlardır; bir test onları bütün metinlerde arar. Yanlış adı bilerek anmak için üstü
çizili yazılır: ~~ad~~.
"""

from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True)
class Term:
    """Bir kavram: `tr` Türkçe adı, `en` İngilizcesi, `definition` bir iki cümlelik tanımı."""

    tr: str
    en: str
    definition: str
    banned: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.tr

    @property
    def both(self) -> str:
        """Metinde ilk geçtiği yerdeki yazılışı: "minigrup (minibatch)"."""
        return f"{self.tr} ({self.en})"


# Güncelleme kurallarının denetimlerde görünen adları; anahtarlar lrlab.core.rules'taki adlardır.
RULE_LABELS = {
    "sgd": "gradyan inişi",
    "momentum": "momentum (β·m + g)",
    "momentum_ewa": "momentum (β·m + (1-β)·g)",
    "nesterov": "Nesterov",
    "adagrad": "Adagrad",
    "rmsprop": "RMSProp",
    "rmsprop_eps_inside": "RMSProp (ε kökün içinde)",
    "adam": "Adam",
    "adam_uncorrected": "Adam (düzeltmesiz)",
    "adamw": "AdamW",
    "bert_adam": "BertAdam",
}

# Zamanlayıcıların denetimlerde ve işaretlerde görünen adları; anahtarlar lrlab.core.schedules'taki sınıf adlarıdır.
SCHEDULE_LABELS = {
    "Constant": "sabit",
    "InverseTime": "1/(1+k·t)",
    "Exponential": "çarpımsal",
    "SquareRoot": "karekök",
    "Staircase": "merdiven",
    "Piecewise": "elle",
    "MultiStep": "çok adımlı",
    "Polynomial": "polinom",
    "Linear": "doğrusal",
    "Cosine": "kosinüs",
    "OneCycle": "OneCycle",
    "WSD": "WSD",
}


# Bir terim iki üç satır: tablo gibi okunsun diye biçimleyici burada kapalıdır.
# fmt: off
TERMS: tuple[Term, ...] = (
    # Veri ve eğitim
    Term("minigrup", "minibatch",
         "Bir güncellemede birlikte kullanılan örnekler. Gradyan bütün veri yerine onlardan hesaplanır.",
         ("küçük yığın", "mini yığın", "mini-batch", "mini batch", "mini grup", "mini-grup")),
    Term("minigrup boyutu", "batch size",
         "Bir minigruptaki örnek sayısı; m ile gösterilir.", ("yığın",)),
    Term("tam grup", "full batch",
         "Eğitim verisinin tamamının tek güncellemede kullanılması: m = n."),
    Term("dönem", "epoch",
         "Eğitim verisinin baştan sona bir kez kullanılması; m örneklik minigruplarla ⌈n/m⌉ güncelleme.",
         ("epok",)),
    Term("adım", "step",
         "Parametrelerin bir kez güncellenmesi. Kurallar adımı t = 1'den sayar.", ("iterasyon",)),
    Term("karıştırma", "shuffling",
         "Örneklerin sırasının her dönemin başında rastgele değiştirilmesi."),
    Term("tohum", "seed",
         "Rastgele sayı üretecinin başlangıcı. Aynı tohum aynı sayıları, aynı deneyi verir."),
    Term("eğitim kaybı", "training loss",
         "Kayıp fonksiyonunun eğitim verisindeki ortalaması.", ("eğitim yitimi",)),
    Term("geçerleme", "validation",
         "Eğitimde kullanılmayan örneklerle ölçme. Hiperparametreler bu ölçüme bakılarak seçilir.",
         ("doğrulama kümesi", "doğrulama kaybı", "doğrulama verisi", "doğrulama hatası", "validasyon")),
    Term("doğruluk", "accuracy",
         "Doğru sınıflanan örneklerin bütün örneklere oranı."),
    Term("aşırı öğrenme", "overfitting",
         "Modelin eğitim verisine, yeni veriye genellenmeyecek kadar uyması.",
         ("aşırı uyum", "aşırı uydurma", "aşırı uyma", "aşırı eğitim")),
    Term("hiperparametre", "hyperparameter",
         "Eğitimin öğrenmediği, önceden seçilen ayar: α, β, m, dönem sayısı gibi.",
         ("hiper parametre", "hiper-parametre", "üst parametre", "üstparametre")),
    # Gradyan inişi
    Term("kayıp fonksiyonu", "loss function",
         "Tahminin ne kadar yanlış olduğunu tek bir sayıyla söyleyen fonksiyon.",
         ("yitim fonksiyonu", "yitim işlevi", "kayıp işlevi")),
    Term("gradyan", "gradient",
         "Kaybın her parametreye göre türevi; kaybın en hızlı arttığı yönü gösterir."),
    Term("gradyan inişi", "gradient descent",
         "Parametreleri gradyanın tersi yönünde küçük adımlarla değiştirme: w ← w - α·g.",
         ("gradyan düşümü", "gradyan alçalması", "gradyan alçalımı", "eğim inişi", "bayır inişi",
          "gradyan azalması")),
    Term("rasgele gradyan inişi", "stochastic gradient descent",
         "Gradyanı her adımda rastgele seçilen örneklerden kestiren gradyan inişi; kısaltması SGD.",
         ("stokastik", "rastgele gradyan", "olasılıksal gradyan")),
    Term("öğrenme oranı", "learning rate",
         "Gradyanı adıma çeviren çarpan; α ile gösterilir.",
         ("öğrenme hızı", "öğrenme katsayısı", "öğrenim oranı", "öğrenim hızı", "öğrenme adımı")),
    Term("eniyileyici", "optimizer",
         "Gradyanlara bakıp parametreleri güncelleyen kural ve onun durumu.",
         ("optimizasyoncu", "optimize edici", "en iyileyici", "optimize eden", "optimizör")),
    Term("güncelleme kuralı", "update rule",
         "Parametre ile gradyandan yeni parametreyi veren formül."),
    Term("yakınsama", "convergence",
         "Adımlar küçülerek bir noktaya yaklaşma.", ("konverjans",)),
    Term("ıraksama", "divergence",
         "Adımlar büyüyerek uzaklaşma; sonunda sayılar sonsuza ya da NaN'a gider.",
         ("diverjans", "uzaksama", "ırama")),
    Term("salınım", "oscillation",
         "Parametrenin çözümün bir o yanına bir bu yanına geçmesi.", ("osilasyon",)),
    Term("zikzak", "zigzag",
         "Bir o yana bir bu yana giden çizgi: dar vadide gradyan inişinin yolu, eğitimde minigrup "
         "kaybı.", ("zig zag",)),
    Term("koşul sayısı", "condition number",
         "En büyük özdeğerin en küçüğe oranı, κ. Büyüdükçe vadi daralır, gradyan inişi yavaşlar.",
         ("kondisyon sayısı", "koşulluluk sayısı")),
    Term("özdeğer", "eigenvalue",
         "İkinci dereceden bir yüzeyde bir özyönün eğriliği, λ; o yönde gradyan λ çarpı uzaklıktır."),
    Term("eşyükselti eğrisi", "contour line",
         "Kaybın aynı değeri aldığı noktaların çizgisi."),
    Term("eyer noktası", "saddle point",
         "Gradyanın sıfır olduğu, bir yönde çukur öteki yönde tepe olan nokta."),
    Term("gürültü", "noise",
         "Bir ölçümün ya da minigrup gradyanının, asıl değerinden rastgele ayrılması."),
    # Ortalamalar
    Term("üssel ağırlıklı ortalama", "exponentially weighted average",
         "Eskiyi β ile çarpıp yeniyi 1-β ile katan ortalama: v_t = β·v_{t-1} + (1-β)·θ_t, v_0 = 0 (EWA).",
         ("üstel", "eksponansiyel", "üssel ağırlıklandırılmış ortalama", "üssel hareketli ortalama")),
    Term("hareketli ortalama", "moving average",
         "Son k değerin eşit ağırlıklı ortalaması; k değerin hepsini bellekte tutar.",
         ("kayan ortalama", "yürüyen ortalama")),
    Term("etkin pencere", "effective window",
         "Üssel ağırlıklı ortalamanın kabaca kaç değere baktığı, 1/(1-β); oradaki ağırlık, bugünkünün "
         "kabaca 1/e katıdır.",
         ("efektif pencere", "etkili pencere")),
    Term("yanlılık düzeltmesi", "bias correction",
         "v_0 = 0 ile başlamanın ilk adımlarda yarattığı küçüklüğü gidermek için v_t'yi 1-βᵗ'ye bölme.",
         ("sapma düzeltmesi", "önyargı düzeltmesi", "yanlılık düzeltimi", "bias düzeltmesi")),
    Term("gecikme", "lag",
         "Ortalamanın, verideki değişimi geriden izlemesi; β büyüdükçe artar."),
    # Momentum ve sonrası
    Term("momentum", "momentum",
         "Gradyanların birikmiş yönünde ilerleme: m ← β·m + (1-β)·g (torch'ta β·m + g), w ← w - α·m.",
         ("devinirlik", "devinirlilik")),
    Term("etkin adım", "effective step",
         "Gradyanı adıma çeviren asıl çarpan: torch momentumunda α/(1-β), RMSProp'ta her parametrede α/(√v + ε)."),
    Term("sönümleme", "dampening",
         "torch'ta momentuma giren gradyanı, ilk adım dışında, 1 - dampening ile çarpma."),
    Term("uyarlamalı öğrenme oranı", "adaptive learning rate",
         "Her parametreye, kendi gradyanlarının geçmişine göre ayrı bir etkin adım: RMSProp'ta α/(√v + ε).",
         ("adaptif", "uyarlanır öğrenme oranı", "uyarlanabilir öğrenme oranı")),
    Term("RMSProp", "RMSProp",
         "Gradyanı, karelerinin üssel ağırlıklı ortalamasının köküne bölen güncelleme kuralı."),
    Term("karesel ortalamanın kökü", "root mean square",
         "Karelerin ortalamasının karekökü (RMS): işarete bakmadan tipik büyüklük."),
    Term("ölçekleme", "feature scaling",
         "Girdileri eğitimden önce benzer büyüklüğe getirme; vadiyi daraltan birim farklarını giderir."),
    Term("zamanlayıcı", "scheduler",
         "Öğrenme oranını adıma ya da döneme göre veren fonksiyon.",
         ("çizelgeleyici", "planlayıcı", "programlayıcı", "tarifeci")),
    Term("ısınma", "warmup",
         "Öğrenme oranını ilk adımlarda küçük değerden hedefe çıkarma.",
         ("ısıtma", "ön ısınma", "ön-ısınma")),
    Term("azaltma", "decay",
         "Öğrenme oranını eğitim boyunca küçültme.", ("çürüme", "çürütme", "bozunma", "bozunum")),
    Term("çarpımsal azaltma", "multiplicative decay",
         "Öğrenme oranını her adımda ya da dönemde aynı sayıyla çarparak azaltma: α₀·0.95^t gibi."),
    Term("kosinüs azaltma", "cosine decay",
         "Öğrenme oranını yarım kosinüs dalgası boyunca azaltma: iki uçta yavaş, ortada hızlı."),
    Term("gürültü topu", "noise ball",
         "Sabit α'da gürültünün parametreleri en küçük noktanın çevresinde gezdirdiği bölge."),
    Term("öğrenme oranı taraması", "learning rate range test",
         "Oranı kısa bir denemede adım adım büyütüp kaybın hangi aralıkta düştüğüne bakma."),
    Term("genelleme açığı", "generalization gap",
         "Modelin eğitim verisindeki başarısı ile görmediği verideki başarısının farkı."),
    Term("ağırlık sönümü", "weight decay",
         "Her adımda ağırlıkları sıfıra doğru biraz küçültme.",
         ("ağırlık azalması", "ağırlık azaltma", "ağırlık çürümesi", "ağırlık bozunması")),
    Term("Adam", "Adam",
         "Momentumu, RMSProp'un bölmesini ve yanlılık düzeltmesini birleştiren güncelleme kuralı."),
    Term("ayrık ağırlık sönümü", "decoupled weight decay",
         "Ağırlık sönümünü gradyana katmadan doğrudan ağırlıklara uygulama; AdamW'nin yaptığı."),
    Term("duyarlılık", "sensitivity",
         "Bir hiperparametre değişince sonucun ne kadar değiştiği."),
    Term("seçim yanlılığı", "selection bias",
         "En iyi diye seçilen ayarın, seçildiği ölçümde gerçekte olduğundan iyi görünmesi."),
    Term("transformer", "transformer",
         "Öz dikkat ve ileri besleme bloklarından kurulan ağ; harfler ya da sözcükler birbirine dikkatle bakar."),
    Term("katman normu", "layer normalization",
         "Her gösterimi kendi içinde ortalaması 0, varyansı 1 olacak biçimde ölçekleme (LayerNorm).",
         ("katman normalizasyonu", "katman normalleştirme")),
    Term("ön eğitim", "pretraining",
         "Ağı asıl görevden önce, verisi bol başka bir görevde eğitme.", ("ön-eğitim", "öneğitim")),
    Term("ince ayar", "fine-tuning",
         "Ön eğitimden geçmiş ağı asıl görevde küçük bir öğrenme oranıyla biraz daha eğitme.", ("ince-ayar",)),
    Term("sonsal dağılım", "posterior distribution",
         "Veri görüldükten sonra parametrelerin olasılık dağılımı.", ("sonsal olasılık", "ardıl dağılım")),
    Term("ardışık yarılama", "successive halving",
         "Çok sayıda ayarı kısa süre deneyip her turda yalnızca en iyi bölümünü daha uzun sürdürme.",
         ("ardışık yarıya", "art arda yarılama", "ardarda yarılama", "başarılı yarılama")),
)
# fmt: on


def term(en: str) -> Term:
    """İngilizce adı `en` olan terim; yoksa en yakın adı da söyleyen `KeyError`."""
    for candidate in TERMS:
        if candidate.en == en:
            return candidate
    near = get_close_matches(en, [t.en for t in TERMS], n=1)
    hint = f"; şunu mu demek istedin: '{near[0]}'" if near else ""
    raise KeyError(f"`en` = {en!r} terimler tablosunda yok{hint}")


def _chosen(names: tuple[str, ...]) -> list[Term]:
    """Adları verilen terimler; ad verilmezse hepsi, Türk alfabesine göre sıralı."""
    alphabet = "abcçdefgğhıijklmnoöpqrsştuüvwxyz"
    chosen = [term(name) for name in names] or list(TERMS)
    return sorted(chosen, key=lambda t: [alphabet.find(letter) for letter in t.tr])


def glossary_markdown(*names: str) -> str:
    """Sözlük tablosu, Markdown olarak; `names` İngilizce adlardır, verilmezse bütün terimler."""
    rows = [f"| **{t.tr}** | {t.en} | {t.definition} |" for t in _chosen(names)]
    return "\n".join(["| Terim | İngilizcesi | Anlamı |", "|---|---|---|", *rows]) + "\n"
