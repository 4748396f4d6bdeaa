from .answers import check as check
