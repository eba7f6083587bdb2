// The list of sections for the manual and the samples. Any thread.
#include "config/sections.h"

namespace config {

namespace {

template <class Described>
Section section(const char* name, const char* summary, bool list) {
  Described value;
  Outline outline;
  value.describe(outline);
  return {name, summary, list, std::move(outline.fields)};
}

}  // namespace

std::vector<Section> sections() {
  return {
      section<CenterSection>("center", "The center itself; once, in the center's own files", false),
      section<CopiesSection>("copies", "Copies of the store on a schedule; once, in the center's own files", false),
      section<IntakeSection>("intake", "Where systems send to; once, in the center's own files", false),
      section<RegionSection>("region", "A district; in the center's own files", true),
      section<GrantSection>("grant", "Leave to read what is not published; in the center's own files", true),
      section<DisplaySection>("display", "A wall, kiosk or desk screen; in the center's own files", true),
      section<AgencySection>("agency", "An agency; once in its folder agencies/NAME, whose name is the agency's",
                             false),
      section<IndicatorSection>("indicator", "A number that the agency owns; give stale_after, or period and due",
                                true),
      section<TableSection>("table", "A table of records that the agency owns", true),
      section<FeedSection>("feed", "A source of data of the agency, with the keys of its kind", true),
      section<PageSection>("page", "A page on the displays; the center's own or an agency's", true),
      section<PanelSection>("page.panel", "A rectangle of the page before it, with the keys of its kind", true),
  };
}

}  // namespace config
