// `anjungan shot` and `anjungan tell`: a page as a PNG, drawn offscreen, and the same page in words and tables.
#include <cstdio>

#include "viewer/commands/page.h"
#include "viewer/png.h"

namespace viewer::commands {
namespace {

int shoot(Shell& shell, const PageArguments& arguments, const std::string& file) {
  int code = good;
  auto ready = make_ready(shell, arguments, false, code);
  if (!ready) return code;
  const auto written = write_png(file, ready->studio->picture(ready->snapshot, ready->now));
  if (!written) return complain(ready->words, written.error(), failed);
  return good;
}

std::string html_page(const std::string& lang, const std::string& title, const std::string& body) {
  return "<!doctype html>\n<html lang=\"" + lang + "\">\n<meta charset=\"utf-8\">\n<title>" + title + "</title>\n" +
         body + "</html>\n";
}

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else
      out += c;
  }
  return out;
}

int tell(Shell& shell, const PageArguments& arguments, bool html) {
  int code = good;
  auto ready = make_ready(shell, arguments, true, code);
  if (!ready) return code;
  Scene& scene = ready->studio->scene();
  scene.set_snapshot(ready->snapshot);
  panels::Telling telling;
  const std::string page = find_page(*ready->backing->center(), arguments.page).value_or("");
  if (!scene.tell(page, ready->now.wall, telling))
    return complain(ready->words, {{"there is no page \"{}\"", {page}}, {}}, failed);
  const std::string title = ready->words.pick(ready->backing->center()->catalogue->center);
  const std::string text = html ? html_page(ready->words.lang(), escaped(title), telling.html()) : telling.plain();
  std::fwrite(text.data(), 1, text.size(), stdout);
  return good;
}

}  // namespace

void add_shot(CLI::App& parent, Shell& shell) {
  CLI::App& app =
      add_command(parent, shell, "shot", "Draw a page offscreen into a PNG file",
                  "shot --center config/centers/tanah-bumbu --page ringkasan --simulate --out ringkasan.png");
  struct Arguments {
    PageArguments page;
    std::string out;
  };
  const auto arguments = std::make_shared<Arguments>();
  add_page_options(app, shell, arguments->page);
  app.add_option("--out", arguments->out, std::string(shell.words.word("PNG file to write")))
      ->required()
      ->type_name(std::string(shell.words.word("FILE")));
  app.callback([arguments, &shell] {
    shell.chosen = [arguments, &shell] { return shoot(shell, arguments->page, arguments->out); };
  });
}

void add_tell(CLI::App& parent, Shell& shell) {
  CLI::App& app = add_command(parent, shell, "tell", "Say a page in words and tables",
                              "tell --center config/centers/tanah-bumbu --page ringkasan --simulate");
  struct Arguments {
    PageArguments page;
    bool html = false;
  };
  const auto arguments = std::make_shared<Arguments>();
  add_page_options(app, shell, arguments->page);
  app.add_flag("--html", arguments->html, std::string(shell.words.word("As HTML instead of plain text")));
  app.callback([arguments, &shell] {
    shell.chosen = [arguments, &shell] { return tell(shell, arguments->page, arguments->html); };
  });
}

}  // namespace viewer::commands
