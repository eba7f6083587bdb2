// The programs that paint areas and borders, in the GLSL that OpenGL 3.3 and WebGL 2 share but for its first line.
#pragma once

namespace viewer::glsl {

// Pixels run from the upper left corner of what is kept; row 0 of the texture is the upper one.
constexpr const char* area_vertices = R"(
layout(location = 0) in vec2 point;
layout(location = 1) in uint area;
uniform vec2 at, size;
uniform float scale;
uniform sampler2D colours;
flat out vec4 fill, stripe;
void main() {
  gl_Position = vec4((at + point * scale) / size * 2.0 - 1.0, 0.0, 1.0);
  int texel = int(area) * 2;
  fill = texelFetch(colours, ivec2(texel % 512, texel / 512), 0);
  stripe = texelFetch(colours, ivec2((texel + 1) % 512, texel / 512), 0);
}
)";

// Stripes rise to the right, like those of panels::draw_hatch, and go with the map.
constexpr const char* area_pixels = R"(
flat in vec4 fill, stripe;
uniform vec2 phase;
uniform float stripe_px, apart_px;
out vec4 colour;
void main() {
  vec2 p = gl_FragCoord.xy - phase;
  float off = abs(mod((p.x + p.y) * 0.70710678, apart_px) - apart_px * 0.5);
  float cover = stripe.a * clamp(stripe_px * 0.5 + 0.5 - off, 0.0, 1.0);
  colour = vec4(mix(fill.rgb, stripe.rgb, cover), max(fill.a, cover));
}
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
uniform vec4 line;
out vec4 colour;
void main() {
  vec2 beyond = vec2(place.x - clamp(place.x, 0.0, reach), place.y);
  colour = vec4(line.rgb, line.a * clamp(half_px + 0.5 - length(beyond), 0.0, 1.0));
}
)";

}  // namespace viewer::glsl
