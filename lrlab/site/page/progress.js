// İlerleme: ders ders kaç tahmin yapıldı, kaç sayı alıştırması çözüldü; dışa aktarma, içe aktarma, silme.

import { made, makeButton } from "./controls.js";

// Bir dersin yapılanları: { guessed, solved }.
export function lessonCounts(lesson, state) {
  const guessed = (key) => state.guesses.some((one) => one.key === key && one.made.length);
  const solved = (task) => state.answers.some((one) => one.task === task && one.solved);
  return { guessed: lesson.guesses.filter(guessed).length, solved: lesson.tasks.filter(solved).length };
}

const outOf = (done, all) => (all ? `${done}/${all}` : "–");

function progressTable(lessons, state) {
  const headings = ["Ders", "Tahmin", "Alıştırma"].map((name) => made("th", { scope: "col", textContent: name }));
  const rows = lessons.map((lesson) => {
    const { guessed, solved } = lessonCounts(lesson, state);
    const link = made("a", { href: lesson.href, textContent: lesson.title });
    const cell = (text) => made("td", { textContent: text });
    const counts = [cell(outOf(guessed, lesson.guesses.length)), cell(outOf(solved, lesson.tasks.length))];
    return made("tr", {}, made("th", { scope: "row" }, link), ...counts);
  });
  const caption = made("caption", { textContent: "Bu tarayıcıdaki ilerlemen" });
  return made("table", {}, caption, made("thead", {}, made("tr", {}, ...headings)), made("tbody", {}, ...rows));
}

function download(text) {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const day = new Date().toISOString().slice(0, 10);
  made("a", { href: url, download: `lrlab-ilerleme-${day}.json` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

// Silmeden önce sorulan soru.
function confirmation(memory, said) {
  const dialog = made("dialog", { className: "lrlab-ask" });
  dialog.setAttribute("aria-labelledby", "lrlab-ask");
  const erase = makeButton({ name: "erase", label: "Hepsini sil" }, () => {
    memory.cleared();
    dialog.close();
    said.textContent = "Bu tarayıcıdaki tahminlerin, yanıtların ve ipucu kayıtların silindi.";
  });
  const keep = makeButton({ name: "keep", label: "Vazgeç" }, () => dialog.close());
  const question = "Bu tarayıcıdaki bütün tahminlerin, yanıtların ve ipucu kayıtların silinsin mi? Geri alınamaz.";
  const row = made("div", { className: "lrlab-row" }, keep, erase);
  dialog.append(made("p", { id: "lrlab-ask", textContent: question }), row);
  return dialog;
}

export function mountProgress(block, memory) {
  const lessons = JSON.parse(block.querySelector("script").textContent);
  const place = made("div", { className: "lrlab-scroll", tabIndex: 0, role: "region" });
  place.setAttribute("aria-label", "İlerleme tablosu");
  const kept = made("p", { className: "lrlab-kept" });
  const said = made("p", { className: "lrlab-said", role: "status" });
  const dialog = confirmation(memory, said);
  const file = made("input", { type: "file", accept: ".json,application/json", hidden: true });
  file.addEventListener("change", async () => {
    const [chosen] = file.files;
    file.value = ""; // aynı dosya bir daha seçilebilsin
    if (chosen) said.textContent = memory.imported(await chosen.text());
  });
  const buttons = [
    makeButton({ name: "export", label: "Dışa aktar" }, () => download(memory.exported())),
    makeButton({ name: "import", label: "İçe aktar" }, () => file.click()),
    makeButton({ name: "delete", label: "Hepsini sil…" }, () => dialog.showModal()),
  ];
  block.append(place, kept, made("div", { className: "lrlab-row" }, ...buttons), file, said, dialog);

  function notes() {
    const count = memory.state().broken.length;
    const where = "Hepsi yalnızca bu tarayıcıda durur; tabloya kod alıştırmaları girmez.";
    const broken = `Kaydın okunamayan ${count} parçası atılmadı; dışa aktarınca dosyaya girer.`;
    return [where, memory.trouble(), count ? broken : ""].filter(Boolean).join(" ");
  }

  return {
    show() {
      place.replaceChildren(progressTable(lessons, memory.state()));
      kept.textContent = notes();
    },
  };
}
