// Sayfanın girişi: canlı şekiller, sorular, terimler, sunum, baskı, kaydırma.

import { mountQuestions } from "./exercises.js";
import { mountFigures } from "./figures.js";
import { mountHandout } from "./handout.js";
import { mountOpener } from "./opener.js";
import { mountPlace } from "./place.js";
import { mountScrollers } from "./scrollers.js";
import { mountSlides } from "./slides.js";
import { mountTerms } from "./terms.js";

mountQuestions(document);
mountOpener(document);
mountFigures(document);
mountTerms(document);
mountHandout(document);
mountScrollers(document);
mountPlace();
const article = document.querySelector("article");
if (article) mountSlides(article);
