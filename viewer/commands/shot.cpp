// `anjungan shot` and `anjungan tell`: a page as a PNG, drawn offscreen, and the same page in words and tables.
#include <cstdio>
#include <filesystem>

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

// Each page of the center, and each sheet of it, as a file of its own in `folder`.
int shoot_all(Shell& shell, PageArguments arguments, const std::filesystem::path& folder) {
  const auto center = open_center(shell, arguments.center);
  if (!center) return wrong;
  const std::vector<std::string> pages = pages_of(*center, arguments);
  if (pages.empty())
    return complain(shell.words, {"no display of the center is of that shape", "leave out --size, or name a --display"},
                    wrong);
  std::error_code fault;
  std::filesystem::create_directories(folder, fault);
  int code = good;
  arguments.page = pages.front();
  auto ready = make_ready(shell, arguments, false, code);
  if (!ready) return code;
  for (const std::string& page : pages) {
    if (page != pages.front())
      if (const auto turned = turn_to(shell, arguments, page, *ready); !turned)
        return complain(ready->words, turned.error(), failed);
    Scene& scene = ready->studio->scene();
    for (std::size_t sheet = 0; sheet < scene.sheets(); ++sheet) {
      scene.show_sheet(sheet, ready->now);
      const std::string name = page + (sheet > 0 ? "-" + std::to_string(sheet + 1) : "") + ".png";
      const auto written = write_png((folder / name).string(), ready->studio->picture(ready->snapshot, ready->now));
      if (!written) return complain(ready->words, written.error(), failed);
      std::printf("%s\n", (folder / name).c_str());
    }
  }
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

void add_shot(Command parent, Shell& shell) {
  const Command app =
      add_command(parent, shell, "shot", "Draw a page offscreen into a PNG file",
                  "shot --center config/centers/tanah-bumbu --page ringkasan --simulate --out ringkasan.png");
  struct Arguments {
    PageArguments page;
    std::string out;
    bool all = false;
  };
  const auto arguments = std::make_shared<Arguments>();
  add_page_options(app, shell, arguments->page);
  app.flag("--all", arguments->all, std::string(shell.words.word("All pages: a tour; --out is then a folder")))
      .excludes("--page");
  app.option("--out", arguments->out, std::string(shell.words.word("PNG file to write")))
      .required()
      .type_name(std::string(shell.words.word("FILE")));
  app.callback([arguments, &shell] {
    shell.chosen = [arguments, &shell] {
      if (arguments->all) return shoot_all(shell, arguments->page, arguments->out);
      return shoot(shell, arguments->page, arguments->out);
    };
  });
}

void add_tell(Command parent, Shell& shell) {
  const Command app = add_command(parent, shell, "tell", "Say a page in words and tables",
                                  "tell --center config/centers/tanah-bumbu --page ringkasan --simulate");
  struct Arguments {
    PageArguments page;
    bool html = false;
  };
  const auto arguments = std::make_shared<Arguments>();
  add_page_options(app, shell, arguments->page);
  app.flag("--html", arguments->html, std::string(shell.words.word("As HTML instead of plain text")));
  app.callback([arguments, &shell] {
    shell.chosen = [arguments, &shell] { return tell(shell, arguments->page, arguments->html); };
  });
}

}  // namespace viewer::commands
