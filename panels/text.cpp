// Measuring, fitting and drawing text. ImGui's font size is ascent + descent, which for Inter is 1.21 em.
#include <algorithm>
#include <array>
#include <cmath>

#include "panels/draw.h"
#include "panels/text_runs.h"

namespace panels {
namespace {

constexpr float kImGuiSize = 3408.0f / 2816.0f;  // Inter's ascender - descender in ems
constexpr std::string_view kEllipsis = "…";

float font_px(Type t) {
  return std::max(1.0f, std::round(t.em * kImGuiSize));
}

const char* begin(std::string_view s) {
  return s.data();
}
const char* end(std::string_view s) {
  return s.data() + s.size();
}

bool digit(char c) {
  return c >= '0' && c <= '9';
}

// Wide enough for every digit; Inter's widest is 4 (or 0 in bold).
float digit_advance(Type t) {
  ImFontBaked* baked = t.font->GetFontBaked(font_px(t));
  return std::max(baked->GetCharAdvance('0'), baked->GetCharAdvance('4'));
}

// What offices write when space is short; in the order in which they are given up.
struct Short {
  std::string_view full, brief;
};
constexpr std::array kShort{
    Short{"Kependudukan dan Pencatatan Sipil", "Dukcapil"},
    Short{"Pelayanan Terpadu Satu Pintu", "PTSP"},
    Short{"Pemberdayaan Masyarakat dan Desa", "PMD"},
    Short{"Pekerjaan Umum dan Penataan Ruang", "PUPR"},
    Short{"Komunikasi dan Informatika", "Kominfo"},
    Short{"Perencanaan Pembangunan Daerah", "Bappeda"},
    Short{"Aparatur Sipil Negara", "ASN"},
    Short{"Organisasi Perangkat Daerah", "OPD"},
    Short{"Sekretariat Daerah", "Setda"},
    Short{"Kecamatan", "Kec."},
    Short{"Kabupaten", "Kab."},
    Short{"Kelurahan", "Kel."},
    Short{"Provinsi", "Prov."},
    Short{"Pemerintah", "Pem."},
    Short{"Pembangunan", "Pemb."},
    Short{"Pendidikan", "Pend."},
    Short{"Kesehatan", "Kes."},
    Short{"Perhubungan", "Perhub."},
    Short{"Puskesmas", "Pusk."},
    Short{"Persentase", "%"},
    Short{"Realisasi", "Real."},
    Short{"Rata-rata", "Rerata"},
    Short{"Jumlah", "Jml."},
    Short{"Badan", "Bdn."},
    Short{"Dinas", "Din."},
    Short{" dan ", " & "},
    Short{" dengan ", " dg. "},
    Short{" yang ", " yg. "},
};

std::size_t step_back(std::string_view s, std::size_t to) {
  while (to > 0 && (static_cast<unsigned char>(s[to]) & 0xC0) == 0x80) --to;
  return to;
}

// The longest start of `s` that fits with an ellipsis; empty when not even one letter does.
std::string cut(std::string_view s, const Type& t, float width) {
  const float room = width - text_width(t, kEllipsis);
  if (room <= 0) return {};
  const char* rest = nullptr;
  t.font->CalcTextSizeA(font_px(t), room, 0, begin(s), end(s), &rest);
  std::size_t to = static_cast<std::size_t>(rest - begin(s));
  if (to < s.size()) to = step_back(s, to);
  const std::size_t space = s.substr(0, to).rfind(' ');
  if (to < s.size() && space != std::string_view::npos && space * 3 > to * 2) to = space;
  while (to > 0 && (s[to - 1] == ' ' || s[to - 1] == ',' || s[to - 1] == '.')) --to;
  return to == 0 ? std::string() : std::string(s.substr(0, to)) + std::string(kEllipsis);
}

}  // namespace

Type type(const Look& look, Size size, Weight weight) {
  ImFont* font = weight == Weight::bold ? look.bold : weight == Weight::medium ? look.medium : look.regular;
  return {font, look.em(size)};
}

float text_width(Type t, std::string_view s) {
  if (s.empty()) return 0;
  if (TextRuns* runs = TextRuns::current()) return runs->width(t.font, font_px(t), s);
  return t.font->CalcTextSizeA(font_px(t), 1e9f, 0, begin(s), end(s)).x;
}

void draw_text(ImDrawList& list, Type t, ImVec2 at, ImU32 colour, std::string_view s) {
  if (s.empty()) return;
  const float px = font_px(t);
  const float ascent = t.font->GetFontBaked(px)->Ascent;
  const ImVec2 corner{std::trunc(std::round(at.x)), std::trunc(std::round(at.y) - ascent)};
  if (TextRuns* runs = TextRuns::current()) return runs->draw(list, t.font, px, corner, colour, s);
  list.AddText(t.font, px, corner, colour, begin(s), end(s));
}

void draw_text_right(ImDrawList& list, Type t, ImVec2 right_end, ImU32 colour, std::string_view s) {
  draw_text(list, t, {right_end.x - text_width(t, s), right_end.y}, colour, s);
}

void draw_text_centred(ImDrawList& list, Type t, ImVec2 middle, ImU32 colour, std::string_view s) {
  draw_text(list, t, {middle.x - text_width(t, s) / 2, middle.y}, colour, s);
}

float tabular_width(Type t, std::string_view s) {
  const float advance = digit_advance(t);
  float width = 0;
  for (std::size_t i = 0; i < s.size();) {
    std::size_t to = i;
    while (to < s.size() && !digit(s[to])) ++to;
    width += text_width(t, s.substr(i, to - i));
    i = to;
    if (i < s.size()) {
      width += advance;
      ++i;
    }
  }
  return width;
}

void draw_tabular(ImDrawList& list, Type t, ImVec2 at, ImU32 colour, std::string_view s) {
  const float advance = digit_advance(t);
  float x = at.x;
  for (std::size_t i = 0; i < s.size();) {
    if (digit(s[i])) {
      draw_text(list, t, {x + (advance - text_width(t, s.substr(i, 1))) / 2, at.y}, colour, s.substr(i, 1));
      x += advance;
      ++i;
      continue;
    }
    std::size_t to = i;
    while (to < s.size() && !digit(s[to])) ++to;
    draw_text(list, t, {x, at.y}, colour, s.substr(i, to - i));
    x += text_width(t, s.substr(i, to - i));
    i = to;
  }
}

std::string abbreviated(std::string_view s, const Type& t, float width) {
  std::string out(s);
  for (const Short& word : kShort) {
    for (std::size_t at = out.find(word.full); at != std::string::npos; at = out.find(word.full, at)) {
      out.replace(at, word.full.size(), word.brief);
      at += word.brief.size();
      if (text_width(t, out) <= width) return out;
    }
  }
  const std::size_t open = out.find(" (");
  if (open != std::string::npos && out.back() == ')') out.erase(open);
  return out;
}

const std::string* first_that_fits(const std::vector<std::string>& all, Type t, float width) {
  for (const std::string& text : all)
    if (text_width(t, text) <= width) return &text;
  return nullptr;
}

Fitted fit(std::string_view s, Type wanted, float floor, float width) {
  Fitted out{std::string(s), wanted, text_width(wanted, s), true};
  if (out.width <= width) return out;
  const float least = std::min(floor, wanted.em);
  float em = std::max(least, wanted.em * width / out.width);
  while (true) {
    out.type.em = em;
    out.width = text_width(out.type, s);
    if (out.width <= width) return out;
    if (em <= least) break;
    em = std::max(least, em - 0.5f);
  }
  out.whole = false;
  out.text = abbreviated(s, out.type, width);
  if (text_width(out.type, out.text) > width) out.text = cut(out.text, out.type, width);
  out.width = text_width(out.type, out.text);
  return out;
}

std::vector<std::string> wrap(std::string_view s, Type t, float width, int most_lines) {
  std::vector<std::string> lines;
  while (!s.empty() && static_cast<int>(lines.size()) < most_lines) {
    if (text_width(t, s) <= width) {
      lines.emplace_back(s);
      break;
    }
    std::size_t space = 0;
    for (std::size_t i = s.find(' '); i != std::string_view::npos; i = s.find(' ', i + 1)) {
      if (text_width(t, s.substr(0, i)) > width) break;
      space = i;
    }
    if (static_cast<int>(lines.size()) + 1 == most_lines || space == 0) {
      const std::string_view part =
          space == 0 && static_cast<int>(lines.size()) + 1 < most_lines ? s.substr(0, s.find(' ')) : s;
      const Fitted last = fit(part, t, t.em, width);
      if (!last.text.empty()) lines.push_back(last.text);
      s.remove_prefix(std::min(s.size(), part.size() + 1));
      continue;
    }
    lines.emplace_back(s.substr(0, space));
    s.remove_prefix(space + 1);
  }
  return lines;
}

}  // namespace panels
