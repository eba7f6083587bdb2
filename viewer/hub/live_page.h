// The live picture for browsers on loopback: a plain page with each page's picture and its words. Handlers run on the
// server's threads; pictures and words are made by the main thread in serve(), PNG is made by the handlers.
#pragma once
#include <functional>
#include <memory>
#include "config/center.h"
#include "feeds/clock.h"
#include "viewer/loader.h"
#include "viewer/scene.h"

namespace viewer {

class LivePage {
 public:
  // `wake`: any thread: a picture was asked for.
  LivePage(std::function<void()> wake);
  ~LivePage();  // stops the server, then fails what still waits
  // Loopback; tries the next 20 ports when taken. Returns the port.
  config::Result<int> listen(int port);

  // Main thread. Something waits to be served?
  bool asked() const;
  // Answers all that waits. `scene` has the live page's audience; it is drawn on `canvas`.
  void serve(Scene& scene, Canvas& canvas, const config::Words& words, Moment now);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace viewer
