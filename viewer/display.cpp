// GLFW windows on X11 and EGL contexts without a surface. All but wake() on the main thread.
#include "viewer/display.h"
#include <epoxy/egl.h>
#include <epoxy/gl.h>
#include <algorithm>
#include <array>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
// X11's headers define words as macros: they come last.
#include <epoxy/glx.h>
#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

// glfw3native.h includes <GL/glx.h>, which does not go with epoxy.
extern "C" {
::Display* glfwGetX11Display(void);
GLXWindow glfwGetGLXWindow(GLFWwindow* window);
}

namespace viewer {
namespace {

using config::Text;

constexpr double cursor_idle_s = 3;

// Counts what a debug context calls an error or undefined.
class GlWatch {
 public:
  void start() {
    if (!epoxy_has_gl_extension("GL_KHR_debug")) return;
    glEnable(GL_DEBUG_OUTPUT);
    glEnable(GL_DEBUG_OUTPUT_SYNCHRONOUS);
    glDebugMessageCallback(&GlWatch::message, this);
  }
  int count() const { return count_; }

 private:
  static void message(GLenum, GLenum type, GLuint, GLenum severity, GLsizei, const GLchar*, const void* self) {
    if (type == GL_DEBUG_TYPE_ERROR || type == GL_DEBUG_TYPE_UNDEFINED_BEHAVIOR || severity == GL_DEBUG_SEVERITY_HIGH)
      ++const_cast<GlWatch*>(static_cast<const GlWatch*>(self))->count_;
  }
  int count_ = 0;
};

std::string gl_renderer() {
  const auto* name = reinterpret_cast<const char*>(glGetString(GL_RENDERER));
  return name ? name : "";
}

// Copies the picture, or a part of it, to the window's back buffer.
void blit(unsigned framebuffer, SizePx size, const RectPx& part) {
  const int bottom = size.height - part.bottom, top = size.height - part.top;
  glBindFramebuffer(GL_READ_FRAMEBUFFER, framebuffer);
  glBindFramebuffer(GL_DRAW_FRAMEBUFFER, 0);
  glDisable(GL_SCISSOR_TEST);
  glBlitFramebuffer(part.left, bottom, part.right, top, part.left, bottom, part.right, top, GL_COLOR_BUFFER_BIT,
                    GL_NEAREST);
}

class WindowDisplay : public Display {
 public:
  ~WindowDisplay() override {
    if (window_) glfwDestroyWindow(window_);
    if (started_) glfwTerminate();
  }

  config::Result<void> start(const Options& options) {
    if (!glfwInit()) return config::fail("no window system answers", "set DISPLAY, or run without a window");
    started_ = true;
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    glfwWindowHint(GLFW_OPENGL_DEBUG_CONTEXT, options.debug ? GLFW_TRUE : GLFW_FALSE);
    glfwWindowHint(GLFW_DEPTH_BITS, 0);
    glfwWindowHint(GLFW_STENCIL_BITS, 0);
    glfwWindowHint(GLFW_RESIZABLE, GLFW_TRUE);
    glfwWindowHint(GLFW_AUTO_ICONIFY, GLFW_FALSE);  // a wall stays a wall when something else takes the focus
    GLFWmonitor* monitor = options.size ? nullptr : glfwGetPrimaryMonitor();
    const GLFWvidmode* mode = monitor ? glfwGetVideoMode(monitor) : nullptr;
    SizePx size = options.size.value_or(SizePx{1920, 1080});
    if (mode) size = {mode->width, mode->height};
    whole_monitor_ = monitor != nullptr;
    window_ =
        glfwCreateWindow(std::max(1, size.width), std::max(1, size.height), options.title.c_str(), monitor, nullptr);
    if (!window_) return config::fail("no window with OpenGL 3.3 could be opened", "install a driver: libgl1-mesa-dri");
    title_ = options.title;
    lost_ = options.lost;
    if (lost_) {
      XSetIOErrorHandler([](::Display*) { return 0; });  // not Xlib's, which ends the process with words of its own
      XSetIOErrorExitHandler(
          glfwGetX11Display(), [](::Display*, void* self) { static_cast<WindowDisplay*>(self)->lost_(); }, this);
    }
    glfwMakeContextCurrent(window_);
    XSetErrorHandler([](::Display*, XErrorEvent*) { return 0; });  // a window that shrinks meanwhile ends nothing
    glfwSwapInterval(1);
    if (options.debug) watch_.start();
    copies_parts_ = epoxy_has_glx_extension(glfwGetX11Display(), 0, "GLX_MESA_copy_sub_buffer");
    pointer_moved_s_ = glfwGetTime();
    size_ = size_now();
    listen();
    return {};
  }

  SizePx size() const override { return size_; }

  std::optional<SizeMm> size_mm() const override {
    if (!whole_monitor_) return {};
    SizeMm mm;
    glfwGetMonitorPhysicalSize(glfwGetPrimaryMonitor(), &mm.width, &mm.height);
    if (mm.width <= 0 || mm.height <= 0) return {};
    return mm;
  }

  std::vector<InputEvent> wait(config::Duration most) override {
    double seconds = std::chrono::duration<double>(most).count();
    const bool hides = whole_monitor_ && cursor_shown_;
    if (hides) seconds = std::min(seconds, std::max(0.0, cursor_idle_s - (glfwGetTime() - pointer_moved_s_)));
    if (seconds > 0)
      glfwWaitEventsTimeout(seconds);
    else
      glfwPollEvents();
    if (hides && glfwGetTime() - pointer_moved_s_ >= cursor_idle_s) show_cursor(false);
    // The driver takes another size only after a swap; what is drawn from now on has it.
    if (copies_parts_ && !size_taken_) {
      glfwSwapBuffers(window_);
      size_taken_ = true;
    }
    std::vector<InputEvent> happened;
    happened.swap(events_);
    return happened;
  }

  void wake() override { glfwPostEmptyEvent(); }

  // Copying parts leaves the back buffer as it was.
  bool keeps_picture() const override { return copies_parts_; }

  void present(unsigned framebuffer, const std::vector<RectPx>& damage) override {
    const SizePx whole = size();
    if (size_now() != whole) return;
    if (framebuffer == 0) return copy_parts(damage);
    if (!copies_parts_) {
      blit(framebuffer, whole, {0, 0, whole.width, whole.height});
      glfwSwapBuffers(window_);
      return;
    }
    for (const RectPx& part : damage)
      if (!part.empty()) blit(framebuffer, whole, part);
    copy_parts(damage);
  }

  void settle() override {
    glFinish();
    size_now();
  }

  void set_title(const std::string& title) override {
    if (title == title_) return;
    title_ = title;
    glfwSetWindowTitle(window_, title.c_str());
  }
  bool visible() const override { return true; }
  std::string renderer() const override { return gl_renderer(); }
  int gl_complaints() const override { return watch_.count(); }

 private:
  void copy_parts(const std::vector<RectPx>& parts) {
    for (const RectPx& part : parts)
      if (!part.empty())
        glXCopySubBufferMESA(glfwGetX11Display(), glfwGetGLXWindow(window_), part.left, size_.height - part.bottom,
                             part.width(), part.height());
    glFlush();
  }

  // The window system's answer.
  SizePx size_now() const {
    SizePx now;
    glfwGetFramebufferSize(window_, &now.width, &now.height);
    return {std::max(1, now.width), std::max(1, now.height)};
  }

  static WindowDisplay& self(GLFWwindow* window) {
    return *static_cast<WindowDisplay*>(glfwGetWindowUserPointer(window));
  }

  void listen() {
    glfwSetWindowUserPointer(window_, this);
    glfwSetKeyCallback(window_, [](GLFWwindow* w, int key, int, int action, int mods) {
      if (action != GLFW_RELEASE) self(w).key(key, mods);
    });
    glfwSetCursorPosCallback(window_, [](GLFWwindow* w, double, double) { self(w).pointer(); });
    glfwSetMouseButtonCallback(window_, [](GLFWwindow* w, int button, int action, int) {
      if (button != GLFW_MOUSE_BUTTON_LEFT) return;
      self(w).held_.reset();
      if (action == GLFW_PRESS) self(w).click();
    });
    glfwSetScrollCallback(window_, [](GLFWwindow* w, double, double notches) {
      self(w).place(InputEvent::Kind::wheel, {0, static_cast<float>(notches)});
    });
    glfwSetFramebufferSizeCallback(window_, [](GLFWwindow* w, int width, int height) {
      self(w).size_ = {std::max(1, width), std::max(1, height)};
      self(w).size_taken_ = false;
      self(w).add(InputEvent::Kind::resized);
    });
    glfwSetWindowRefreshCallback(window_, [](GLFWwindow* w) { self(w).add(InputEvent::Kind::exposed); });
    glfwSetWindowCloseCallback(window_, [](GLFWwindow* w) { self(w).add(InputEvent::Kind::close); });
  }

  void add(InputEvent::Kind kind, int digit = 0) { events_.push_back({kind, digit}); }

  void key(int key, int mods) {
    using Kind = InputEvent::Kind;
    if (key >= GLFW_KEY_1 && key <= GLFW_KEY_9) return add(Kind::digit, key - GLFW_KEY_0);
    if (key >= GLFW_KEY_KP_1 && key <= GLFW_KEY_KP_9) return add(Kind::digit, key - GLFW_KEY_KP_0);
    const bool day = (mods & GLFW_MOD_CONTROL) != 0;
    if (key == GLFW_KEY_END || key == GLFW_KEY_HOME) return add(Kind::now);
    if (key == GLFW_KEY_LEFT && (day || (mods & GLFW_MOD_SHIFT))) return add(day ? Kind::day_back : Kind::hour_back);
    if (key == GLFW_KEY_RIGHT && (day || (mods & GLFW_MOD_SHIFT))) return add(day ? Kind::day_on : Kind::hour_on);
    if (key == GLFW_KEY_LEFT || key == GLFW_KEY_PAGE_UP) add(Kind::left);
    if (key == GLFW_KEY_RIGHT || key == GLFW_KEY_PAGE_DOWN) add(Kind::right);
    if (key == GLFW_KEY_SPACE) add(Kind::space);
    if (key == GLFW_KEY_ESCAPE) add(Kind::escape);
    if (key == GLFW_KEY_Q && (mods & GLFW_MOD_CONTROL)) add(Kind::close);
  }

  void pointer() {
    pointer_moved_s_ = glfwGetTime();
    if (!cursor_shown_) show_cursor(true);
    if (held_) drag();
  }

  void click() {
    pointer();
    held_ = place(InputEvent::Kind::click, {});
  }

  // One drag a frame: those that wait to be handled become one.
  void drag() {
    const InputEvent before = *held_;
    const bool goes_on = !events_.empty() && events_.back().kind == InputEvent::Kind::drag;
    held_ = place(InputEvent::Kind::drag, {});
    InputEvent& added = events_.back();
    added.dx = added.x - before.x;
    added.dy = added.y - before.y;
    if (!goes_on) return;
    InputEvent& joined = events_[events_.size() - 2];
    joined = {joined.kind, 0, added.x, added.y, joined.dx + added.dx, joined.dy + added.dy};
    events_.pop_back();
  }

  // An event where the pointer is.
  InputEvent place(InputEvent::Kind kind, std::array<float, 2> by) {
    double x = 0, y = 0;
    int width = 1, height = 1;
    glfwGetCursorPos(window_, &x, &y);
    glfwGetWindowSize(window_, &width, &height);
    const SizePx pixels = size();
    events_.push_back({kind, 0, static_cast<float>(x * pixels.width / std::max(1, width)),
                       static_cast<float>(y * pixels.height / std::max(1, height)), by[0], by[1]});
    return events_.back();
  }

  void show_cursor(bool show) {
    cursor_shown_ = show;
    glfwSetInputMode(window_, GLFW_CURSOR, show ? GLFW_CURSOR_NORMAL : GLFW_CURSOR_HIDDEN);
  }

  GLFWwindow* window_ = nullptr;
  SizePx size_;
  bool started_ = false, whole_monitor_ = false, cursor_shown_ = true;
  bool copies_parts_ = false;  // GLX_MESA_copy_sub_buffer
  bool size_taken_ = true;     // false from another size on until the driver has taken it
  double pointer_moved_s_ = 0;
  std::string title_;
  std::function<void()> lost_;
  std::optional<InputEvent> held_;  // the last place of the pointer while its button is down
  std::vector<InputEvent> events_;
  GlWatch watch_;
};

class OffscreenDisplay : public Display {
 public:
  ~OffscreenDisplay() override {
    if (display_ == EGL_NO_DISPLAY) return;
    eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
    if (context_ != EGL_NO_CONTEXT) eglDestroyContext(display_, context_);
    // Not eglTerminate: the display is the process's, and another context may come.
  }

  config::Result<void> start(const Options& options) {
    size_ = options.size.value_or(SizePx{1920, 1080});
    size_ = {std::max(1, size_.width), std::max(1, size_.height)};
    if (!try_display(surfaceless(), options.debug) && !try_devices(options.debug))
      return config::fail("no OpenGL 3.3 without a window", "install a driver: libgl1-mesa-dri, libegl1");
    if (options.debug) watch_.start();
    return {};
  }

  SizePx size() const override { return size_; }
  std::optional<SizeMm> size_mm() const override { return {}; }
  std::vector<InputEvent> wait(config::Duration most) override {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, most, [&] { return woken_; });
    woken_ = false;
    return {};
  }
  void wake() override {
    const std::lock_guard lock(mutex_);
    woken_ = true;
    changed_.notify_all();
  }
  void present(unsigned, const std::vector<RectPx>&) override {}
  void settle() override { glFinish(); }
  void set_title(const std::string&) override {}
  bool visible() const override { return false; }
  std::string renderer() const override { return gl_renderer(); }
  int gl_complaints() const override { return watch_.count(); }

 private:
  static EGLDisplay surfaceless() {
    if (!epoxy_has_egl_extension(EGL_NO_DISPLAY, "EGL_MESA_platform_surfaceless")) return EGL_NO_DISPLAY;
    return eglGetPlatformDisplayEXT(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, nullptr);
  }

  // NVIDIA's driver has no surfaceless platform, but one a device.
  bool try_devices(bool debug) {
    if (!epoxy_has_egl_extension(EGL_NO_DISPLAY, "EGL_EXT_platform_device") ||
        !epoxy_has_egl_extension(EGL_NO_DISPLAY, "EGL_EXT_device_enumeration"))
      return false;
    EGLDeviceEXT devices[16];
    EGLint count = 0;
    if (!eglQueryDevicesEXT(16, devices, &count)) return false;
    for (EGLint i = 0; i < count; ++i)
      if (try_display(eglGetPlatformDisplayEXT(EGL_PLATFORM_DEVICE_EXT, devices[i], nullptr), debug)) return true;
    return false;
  }

  bool try_display(EGLDisplay display, bool debug) {
    if (display == EGL_NO_DISPLAY || !eglInitialize(display, nullptr, nullptr)) return false;
    const EGLint wanted[] = {EGL_CONTEXT_MAJOR_VERSION,
                             3,
                             EGL_CONTEXT_MINOR_VERSION,
                             3,
                             EGL_CONTEXT_OPENGL_PROFILE_MASK,
                             EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT,
                             EGL_CONTEXT_OPENGL_DEBUG,
                             debug ? EGL_TRUE : EGL_FALSE,
                             EGL_NONE};
    EGLContext context = EGL_NO_CONTEXT;
    if (eglBindAPI(EGL_OPENGL_API)) context = eglCreateContext(display, EGL_NO_CONFIG_KHR, EGL_NO_CONTEXT, wanted);
    if (context == EGL_NO_CONTEXT || !eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, context)) {
      if (context != EGL_NO_CONTEXT) eglDestroyContext(display, context);
      eglTerminate(display);
      return false;
    }
    display_ = display;
    context_ = context;
    return true;
  }

  EGLDisplay display_ = EGL_NO_DISPLAY;
  EGLContext context_ = EGL_NO_CONTEXT;
  SizePx size_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool woken_ = false;
  GlWatch watch_;
};

template <class Kind>
config::Result<std::unique_ptr<viewer::Display>> started(const viewer::Display::Options& options) {
  auto display = std::make_unique<Kind>();
  if (auto good = display->start(options); !good) return tl::unexpected(good.error());
  return display;
}

}  // namespace

config::Result<std::unique_ptr<Display>> Display::open(const Options& options) {
  return options.offscreen ? started<OffscreenDisplay>(options) : started<WindowDisplay>(options);
}

bool window_system() {
  const char* display = std::getenv("DISPLAY");
  return display && *display;
}

}  // namespace viewer
