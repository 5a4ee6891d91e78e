// What somebody chooses for this browser: language and colours. Kept in two cookies that hold nothing else.

const A_YEAR_SECONDS = 31_536_000;

function keep(name, value) {
  const life = value ? A_YEAR_SECONDS : 0;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `frontdesk_${name}=${value}; Path=/; Max-Age=${life}; SameSite=Lax${secure}`;
}

function chooseTheme(value) {
  keep("theme", value);
  if (value) document.documentElement.dataset.theme = value;
  else delete document.documentElement.dataset.theme;
  for (const meta of document.querySelectorAll("meta[name=theme-color]")) meta.remove();
}

function chooseLanguage(value) {
  keep("language", value);
  location.reload();
}

const choices = { theme: chooseTheme, language: chooseLanguage };

for (const place of document.querySelectorAll("[data-choose]")) {
  const choose = choices[place.dataset.choose];
  place.addEventListener("change", (event) => choose(event.target.value));
  place.addEventListener("click", (event) => {
    const button = event.target.closest("button[value]");
    if (button) choose(button.value);
  });
}
