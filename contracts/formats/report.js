"use strict";
// Without this script everything is shown, and there is no search.
const search = document.querySelector(".search");
const input = search.querySelector("input");
const count = search.querySelector("output");
const articles = [...document.querySelectorAll("article")];
const show = () => {
  const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const article of articles) {
    const text = (article.parentElement.dataset.operation + " " + article.textContent).toLowerCase();
    article.hidden = !words.every((word) => text.includes(word));
    shown += !article.hidden;
  }
  for (const section of document.querySelectorAll("section[data-operation]")) {
    section.hidden = !section.querySelector("article:not([hidden])");
  }
  count.textContent = shown + " of " + articles.length + " changes";
};
input.addEventListener("input", show);
search.hidden = false;
show();
