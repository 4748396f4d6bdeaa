"""İşletim sisteminin hataları Türkçe: dosyanın neden açılamadığı, yazılamadığı."""

import errno

# Açamamanın ve yazamamanın sık nedenleri; gerisini işletim sistemi kendi dilinde söyler.
REASONS = {
    errno.ENOSPC: "disk dolu", errno.EDQUOT: "disk kotası doldu", errno.EFBIG: "dosya boyu sınırı doldu",
    errno.EACCES: "izin yok", errno.EPERM: "izin yok", errno.EROFS: "disk salt okunur",
    errno.ENOTDIR: "yolun bir parçası klasör değil", errno.EEXIST: "yolun bir parçası klasör değil",
    errno.EISDIR: "bir klasör", errno.ENAMETOOLONG: "dosya adı çok uzun", errno.ELOOP: "bağlantılar (symlink) döngüde",
    errno.EBADF: "dosya kapatılmış", errno.ENOENT: "dosya ya da klasör yok",
}  # fmt: skip
SHARING = (5, 32, 33)  # Windows: erişim engellendi, paylaşım ihlali, kilit ihlali


def reason(error: Exception) -> str:
    """Açamamanın ya da yazamamanın nedeni; dosya adı içermez, aynı neden hep aynı cümledir.

    İşletim sisteminden gelmeyen (numarası olmayan) bir hata kendi iletisiyle söylenir. Windows, başka bir programın
    (Excel) açık tuttuğu dosyaya da "izin yok" der; hangisi olduğu numarasından her zaman anlaşılmaz.
    """
    if getattr(error, "winerror", None) in SHARING:
        return "izin yok ya da dosya başka bir programda açık"
    if isinstance(error, OSError) and error.errno:
        return REASONS.get(error.errno, error.strerror or type(error).__name__)
    return str(error) or type(error).__name__
