// See live_html.h. Any thread.
#include "viewer/hub/live_html.h"
#include <fmt/format.h>
#include "feeds/html_text.h"

namespace viewer {
namespace {

using feeds::escaped;

constexpr const char* style = R"(
:root{color-scheme:light dark;--ground:#f4f5f2;--panel:#fff;--ink:#14191e;--quiet:#4a545e;--line:#c9cfcb;--link:#1e5a88}
@media(prefers-color-scheme:dark){:root{--ground:#11161c;--panel:#1a2129;--ink:#e8ecef;--quiet:#9fabb6;--line:#2b3540;--link:#97c6e4}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:90rem;padding:1.5rem;background:var(--ground);color:var(--ink);font:1rem/1.5 Inter,system-ui,sans-serif}
a{color:var(--link)}a:focus-visible,summary:focus-visible{outline:3px solid var(--link);outline-offset:2px}
h1{font-size:1.6rem;margin:0 0 .5rem}h2{font-size:1.25rem;margin:2.5rem 0 .75rem}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;padding:0;margin:0;list-style:none}
img{display:block;width:100%;height:auto;background:var(--panel);border:1px solid var(--line);margin:0 0 .75rem}
summary{cursor:pointer;padding:.5rem 0;font-weight:600}
.words h2,.words h3{font-size:1.05rem;margin:1.25rem 0 .4rem}.words p{margin:.25rem 0}
.scroll,.words{overflow-x:auto}
table{border-collapse:collapse;margin:.5rem 0}
th,td{text-align:left;vertical-align:top;padding:.3rem .8rem .3rem 0;border-bottom:1px solid var(--line);font-variant-numeric:tabular-nums}
th{color:var(--quiet);font-weight:600}footer{margin-top:3rem;color:var(--quiet)}
)";

// Pictures every 5 s, one after the other loaded before it is shown; words every 30 s unless a person reads or selects.
constexpr const char* script = R"(
setInterval(function(){if(document.hidden)return;document.querySelectorAll('img[data-src]').forEach(function(i){
var n=new Image();n.onload=function(){i.src=n.src};n.src=i.dataset.src+(i.dataset.src.indexOf('?')<0?'?':'&')+'t='+Date.now()})},5000);
setInterval(function(){if(document.hidden||!getSelection().isCollapsed)return;fetch(location.pathname).then(function(r){return r.ok?r.text():''})
.then(function(t){if(!t)return;var d=new DOMParser().parseFromString(t,'text/html');document.querySelectorAll('.words').forEach(function(w){
var n=d.getElementById(w.id);if(n&&n.innerHTML!==w.innerHTML)w.innerHTML=n.innerHTML})}).catch(function(){})},30000);
)";

// Page names are checked by the configuration, but a URL takes nothing on trust.
std::string url_part(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

std::string section(const LiveWords& live, const LiveWords::Page& page) {
  const std::string url = "/page/" + url_part(page.name), heading = escaped(page.heading);
  std::string out = fmt::format("<section aria-labelledby=\"h-{0}\">\n<h2 id=\"h-{0}\">", url_part(page.name));
  out += live.one ? heading : fmt::format("<a href=\"{}\">{}</a>", url, heading);
  out += "</h2>\n";
  for (std::size_t sheet = 1; sheet <= page.sheets; ++sheet) {
    const std::string src = url + ".png" + (page.sheets > 1 ? "?sheet=" + std::to_string(sheet) : "");
    out += fmt::format("<img src=\"{0}\" data-src=\"{0}\" alt=\"{1}\">\n", src,
                       escaped(live.words.say({"Picture of the page {}; the same in words follows", {page.heading}})));
  }
  out += fmt::format(
      "<details{}><summary>{}</summary>\n<div class=\"words\" id=\"w-{}\">\n{}</div></details>\n</section>\n",
      live.one ? " open" : "", escaped(live.words.word("The same in words")), url_part(page.name), page.html);
  return out;
}

}  // namespace

std::string live_html(const LiveWords& live) {
  const std::string center = escaped(live.center);
  const std::string title =
      live.one && !live.pages.empty() ? escaped(live.pages.front().heading) + " – " + center : center;
  std::string out = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{}</title>\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<style>{}</style>\n</head>\n<body>\n"
      "<header><h1>{}</h1>\n",
      live.words.lang(), title, style, center);
  if (live.one) {
    out += fmt::format("<nav><a href=\"/\">{}</a></nav>", escaped(live.words.word("All pages")));
  } else {
    out += fmt::format("<nav aria-label=\"{}\"><ul>", escaped(live.words.word("Pages")));
    for (const LiveWords::Page& page : live.pages)
      out += fmt::format("<li><a href=\"#h-{}\">{}</a></li>", url_part(page.name), escaped(page.heading));
    out += "</ul></nav>";
  }
  out += "</header>\n<main>\n";
  for (const LiveWords::Page& page : live.pages) out += section(live, page);
  if (live.pages.empty()) out += "<p>" + escaped(live.words.word("This center has no pages.")) + "</p>\n";
  out += fmt::format("</main>\n<footer>Anjungan</footer>\n<script>{}</script>\n</body>\n</html>\n", script);
  return out;
}

}  // namespace viewer
