// Enine kayan kutular (kod, formül, tablo): taşıyorsa klavyeyle de durulur ki oklarla kaydırılsın; taşmıyorsa durulmaz.

const SCROLLERS = "pre, div.math, .table-wrapper, div.cell_output, .lrlab-scroll, p:has(> math), li:has(> math)";

export function mountScrollers(root) {
  const watch = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const scrolls = getComputedStyle(target).overflowX !== "visible" && target.scrollWidth > target.clientWidth + 1;
      if (scrolls) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  for (const box of root.querySelectorAll(SCROLLERS)) watch.observe(box);
}
