// Sayfanın girişi: canlı şekiller, sorular, terimler, sunum, baskı.

import { mountQuestions } from "./exercises.js";
import { mountFigures } from "./figures.js";
import { mountHandout } from "./handout.js";
import { mountOpener } from "./opener.js";
import { mountSlides } from "./slides.js";
import { mountTerms } from "./terms.js";

mountQuestions(document);
mountOpener(document);
mountFigures(document);
mountTerms(document);
mountHandout(document);
const article = document.querySelector("article");
if (article) mountSlides(article);
