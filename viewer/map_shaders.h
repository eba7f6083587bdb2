// The programs that paint maps, in the GLSL that OpenGL 3.3 and WebGL 2 share but for its first line. What is kept of a
// map holds in each pixel the number of its area and how much of it a border covers; colours come when it is shown.
#pragma once

namespace viewer::glsl {

// Pixels run from the upper left corner of what is kept; row 0 of the texture is the upper one.
constexpr const char* area_vertices = R"(
layout(location = 0) in vec2 point;
layout(location = 1) in uint area;
uniform vec2 at, size;
uniform float scale;
flat out vec4 number;
void main() {
  gl_Position = vec4((at + point * scale) / size * 2.0 - 1.0, 0.0, 1.0);
  uint n = area + 1u;
  number = vec4(float(n & 255u), float((n >> 8) & 255u), float((n >> 16) & 255u), 0.0) / 255.0;
}
)";

constexpr const char* area_pixels = R"(
flat in vec4 number;
out vec4 kept;
void main() { kept = number; }
)";

constexpr const char* border_vertices = R"(
layout(location = 0) in vec4 ends;
uniform vec2 at, size;
uniform float scale, half_px;
out vec2 place;
flat out float reach;
void main() {
  vec2 a = at + ends.xy * scale, b = at + ends.zw * scale;
  float far = distance(a, b), r = half_px + 0.5;
  vec2 along = far > 0.001 ? (b - a) / far : vec2(1.0, 0.0), across = vec2(-along.y, along.x);
  float u = (gl_VertexID & 1) == 0 ? -r : far + r, v = (gl_VertexID & 2) == 0 ? -r : r;
  place = vec2(u, v);
  reach = far;
  gl_Position = vec4((a + along * u + across * v) / size * 2.0 - 1.0, 0.0, 1.0);
}
)";

constexpr const char* border_pixels = R"(
in vec2 place;
flat in float reach;
uniform float half_px;
out vec4 kept;
void main() {
  vec2 beyond = vec2(place.x - clamp(place.x, 0.0, reach), place.y);
  kept = vec4(0.0, 0.0, 0.0, clamp(half_px + 0.5 - length(beyond), 0.0, min(1.0, half_px * 2.0)));
}
)";

// `box`: left, top, width and height on the surface.
constexpr const char* shown_vertices = R"(
uniform vec4 box;
uniform vec2 surface, first;
out vec2 texel, pixel;
void main() {
  vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1));
  texel = first + corner;
  pixel = corner * box.zw;
  vec2 p = (box.xy + pixel) / surface;
  gl_Position = vec4(p.x * 2.0 - 1.0, 1.0 - p.y * 2.0, 0.0, 1.0);
}
)";

// Two texels an area: its colour and that of its stripes, which go with the map.
constexpr const char* shown_pixels = R"(
in vec2 texel, pixel;
uniform sampler2D kept, colours;
uniform vec2 phase;
uniform float stripe_px, apart_px;
uniform vec4 line;
out vec4 colour;
void main() {
  vec4 k = texture(kept, texel);
  int number = int(k.r * 255.0 + 0.5) + int(k.g * 255.0 + 0.5) * 256 + int(k.b * 255.0 + 0.5) * 65536;
  vec4 fill = vec4(0.0);
  if (number > 0) {
    int at = number * 2 - 2;
    fill = texelFetch(colours, ivec2(at & 511, at >> 9), 0);
    vec4 stripe = texelFetch(colours, ivec2((at + 1) & 511, at >> 9), 0);
    if (stripe.a > 0.0) {
      vec2 p = pixel - phase;
      float off = abs(mod((p.x + p.y) * 0.70710678, apart_px) - apart_px * 0.5);
      float cover = stripe.a * clamp(stripe_px * 0.5 + 0.5 - off, 0.0, 1.0);
      fill = vec4(mix(fill.rgb, stripe.rgb, cover), max(fill.a, cover));
    }
  }
  float border = k.a * line.a;
  float all = max(fill.a, border);
  colour = vec4(fill.a > 0.0 ? mix(fill.rgb, line.rgb, border) : line.rgb, all);
}
)";

}  // namespace viewer::glsl
