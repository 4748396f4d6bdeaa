"""Kuralların ve zamanlayıcıların denetimlerde, işaretlerde görünen Türkçe adları."""

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
