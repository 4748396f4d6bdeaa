from .game import play_asha as play_asha
