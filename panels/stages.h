// Stages in their order, as configuration names them, and which of them a text of a record belongs to. Any thread.
#pragma once
#include "panels/entries.h"

namespace panels {

struct Stage {
  config::Label title;
  std::vector<std::string> texts;
  bool end = false;

  void describe(auto& field) {
    field("title", title, "Name of the stage", {.required = true, .example = "\"Tender\""});
    field("texts", texts, "Texts of the field, or items of the indicator, that belong to it; without any, its title",
          {.example = "[\"Pengumuman\", \"Evaluasi\"]"});
    field("end", end, "Whatever is in it has arrived: its age is of no interest");
  }
};

// Upper and lower case are the same, and so is space around it.
bool belongs(const Stage&, std::string_view text);
std::optional<std::size_t> stage_of(const std::vector<Stage>&, std::string_view text);
// Two stages that claim the same text are a fault.
void check_stages(const std::vector<Stage>&, const config::Place&, config::Complaints&);
// The stages of e-government in OKU Selatan 16/2018, articles 7 and 8.
std::vector<Stage> e_government_stages();

}  // namespace panels
