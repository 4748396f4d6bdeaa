// Sayfanın girişi: canlı şekiller ve soruların denetimleri.

import { mountFigures } from "./figures.js";

mountFigures(document);
