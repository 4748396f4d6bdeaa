"""Doğru çözümlerin öğrencilerin yazdığı başka biçimleri: hepsi kabul edilir, hepsinin mutasyonları da denetlenir."""

SPELLINGS = {
    "split_minibatches": """
def split_minibatches(x, y, order, m):
    x, y = x[order], y[order]
    pairs = []
    start = 0
    while start < len(x):
        pairs.append((x[start : start + m], y[start : start + m]))
        start += m
    return pairs
""",
    "gradient_minibatch": """
def gradient_minibatch(w, x, y, batch):
    total = np.zeros(len(w))
    for i in batch:
        total = total + (np.dot(x[i], w) - y[i]) * x[i]
    return total / len(batch)
""",
    "epoch_cost": """
def epoch_cost(costs, sizes):
    total, count = 0.0, 0
    for cost, size in zip(costs, sizes):
        total += cost * size
        count += size
    return total / count
""",
    "choose_batch_size": """
def choose_batch_size(n, sample_bytes, budget_bytes):
    m = 1
    while m * 2 <= n and m * 2 * sample_bytes <= budget_bytes:
        m *= 2
    return m
""",
    "minibatch_epoch": """
def minibatch_epoch(w, x, y, order, m, lr):
    w = w.copy()
    for k in range(math.ceil(len(order) / m)):
        batch = order[k * m : (k + 1) * m]
        error = x[batch] @ w - y[batch]
        w -= lr * (error[:, None] * x[batch]).mean(axis=0)
    return w
""",
    "ewa": """
def ewa(theta, beta):
    v = np.zeros(len(theta))
    v[0] = (1 - beta) * theta[0]
    for t in range(1, len(theta)):
        v[t] = beta * v[t - 1] + (1 - beta) * theta[t]
    return v
""",
    "bias_correction": """
def bias_correction(theta, beta):
    v, values = 0, []
    for t in range(len(theta)):
        v += (1 - beta) * (theta[t] - v)
        values += [v / (1 - beta ** (t + 1))]
    return values
""",
    "ewa_weights": """
def ewa_weights(beta, t):
    weights = []
    for i in range(1, t + 1):
        weights.append((1 - beta) * beta ** (t - i))
    return weights
""",
    "rmsprop_step": """
def rmsprop_step(w, v, g, lr, beta, eps):
    new_v = v + (1 - beta) * (g * g - v)
    step = lr / (np.sqrt(new_v) + eps)
    return w - step * g, new_v
""",
    "effective_steps": """
def effective_steps(gradients, lr, beta, eps):
    v = np.zeros_like(gradients)
    v[0] = (1 - beta) * gradients[0] ** 2
    for t in range(1, len(gradients)):
        v[t] = beta * v[t - 1] + (1 - beta) * gradients[t] ** 2
    return lr / (np.sqrt(v) + eps)
""",
    "per_epoch_rate": """
def per_epoch_rate(step, updates, lr, rate):
    rates = []
    for s in step:
        epoch = 0
        while s >= updates:
            s -= updates
            epoch += 1
        rates.append(lr / (1 + epoch * rate))
    return rates
""",
    "late_rates": """
def late_rates(schedule, first, epochs):
    lr, used = first, []
    for epoch in range(epochs):
        used.append(lr)
        lr = schedule(epoch)
    return used
""",
    "warmup_cosine": """
def warmup_cosine(lr, end, warmup, T):
    rates = []
    for t in range(T):
        if t < warmup:
            rates.append(lr * t / warmup)
        else:
            share = (t - warmup) / (T - warmup)
            rates.append(end + 0.5 * (lr - end) * (1 + math.cos(math.pi * share)))
    return rates
""",
    "warmup_linear": """
def warmup_linear(step, t_total, warmup):
    x = step / t_total
    if x < warmup:
        return x / warmup
    return max((x - 1.0) / (warmup - 1.0), 0)
""",
    "decay_groups": """
def decay_groups(names):
    decayed, free = [], []
    for i, name in enumerate(names):
        small = name.lower()
        if "bias" not in small and "norm" not in small:
            decayed.append(i)
        else:
            free.append(i)
    return decayed, free
""",
    "log_uniform": """
def log_uniform(u, low, high):
    a, b = np.log10(low), np.log10(high)
    return 10 ** (a + u * (b - a))
""",
    "best_on_validation": """
def best_on_validation(validation, test):
    best = 0
    for i in range(len(validation)):
        if validation[i] > validation[best]:
            best = i
    return test[best]
""",
    "incumbent": """
def incumbent(errors):
    found = []
    for k in range(1, len(errors) + 1):
        seen = [error for error in errors[:k] if not math.isnan(error)]
        found.append(min(seen) if seen else math.inf)
    return found
""",
    "expected_improvement": """
def expected_improvement(mean, sd, best):
    values = []
    for m, s in zip(mean, sd):
        if s == 0:
            values.append(max(best - m, 0))
            continue
        z = (best - m) / s
        below = 0.5 * (1 + math.erf(z / math.sqrt(2)))
        density = math.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)
        values.append((best - m) * below + s * density)
    return values
""",
    "rung_levels": """
def rung_levels(r_min, r_max, eta):
    levels, k = [], 0
    while r_min * eta**k < r_max:
        levels.append(r_min * eta**k)
        k += 1
    levels.append(r_max)
    return levels
""",
    "rung_sizes": """
def rung_sizes(n, eta, rungs):
    sizes = [n]
    while len(sizes) < rungs:
        sizes.append(sizes[-1] // eta)
    return sizes
""",
    "promoted": """
def promoted(errors, eta):
    left = {i: error for i, error in enumerate(errors) if error == error}
    chosen = []
    while left and len(chosen) < len(errors) // eta:
        best = min(left, key=lambda i: (left[i], i))
        chosen.append(best)
        del left[best]
    return chosen
""",
    "asha_next": """
def asha_next(errors, promoted, eta):
    k = len(errors) // eta
    top = np.argsort(errors, kind="stable")[:k]
    waiting = [i for i in top if i not in promoted]
    return waiting[0] if waiting else -1
""",
    "stopping_survivors": """
def stopping_survivors(errors, eta):
    seen, going = [], []
    for t, error in enumerate(errors):
        seen.append((error, t))
        seen.sort()
        place = seen.index((error, t)) + 1
        if place <= -(-len(seen) // eta):
            going.append(t)
    return going
""",
    "two_layer_step": """
def two_layer_step(W1, b1, W2, b2, x, y, lr):
    m = x.shape[0]
    a = x @ W1 + b1
    h = np.where(a > 0, a, 0)
    e = h @ W2 + b2 - y
    dW2, db2 = h.T @ e / m, e.mean(axis=0)
    d = (e @ W2.T) * (a > 0)
    dW1, db1 = x.T @ d / m, d.mean(axis=0)
    return W1 - lr * dW1, b1 - lr * db1, W2 - lr * dW2, b2 - lr * db2
""",
    "warmed_rates": """
def warmed_rates(n, batch_size, epochs, lr):
    total = math.ceil(n / batch_size) * epochs
    warm = total / 20
    rates = []
    for t in range(total):
        rates.append(lr * t / warm if t < warm else lr)
    return rates
""",
}
