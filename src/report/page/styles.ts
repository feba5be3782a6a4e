import { createHash } from "node:crypto";

/**
 * The style sheet of the page. Colours of text have a contrast of at least 4.5 to their ground, those of bars 3, in light
 * and in dark; none says anything that a word does not say too.
 */
export const STYLES = `
:root{color-scheme:light dark;--ground:#f5f6f8;--card:#fff;--text:#1b2129;--quiet:#525c69;--line:#d3d8de;--link:#0a58a8;
--good:#1d7a3a;--calm:#4a5f7a;--busy:#0a62b0;--wait:#8a5200;--stop:#b02a20;--none:#7d8794;
--good-soft:#e2f3e7;--calm-soft:#e8edf3;--busy-soft:#e1eefb;--wait-soft:#faeed9;--stop-soft:#fbe6e4;--none-soft:#eceef1}
@media (prefers-color-scheme:dark){:root{--ground:#0f141a;--card:#171e26;--text:#e4e9ef;--quiet:#a3afbc;--line:#333e4a;--link:#7cbcff;
--good:#5ccb83;--calm:#a5bad3;--busy:#74b6f7;--wait:#e9b357;--stop:#ff9c92;--none:#7f8b98;
--good-soft:#15301f;--calm-soft:#222d3a;--busy-soft:#132c45;--wait-soft:#372a10;--stop-soft:#411d1a;--none-soft:#242c35}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--text);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:anywhere}
header,main,footer{max-width:72rem;margin:0 auto;padding:0 1rem}
header{display:grid;grid-template-columns:1fr;gap:.5rem 2rem;align-items:center;padding-top:.75rem;padding-bottom:.75rem}
a{color:var(--link)}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:2px}
main:focus{outline:none}
.skip{position:absolute;left:-100vw;top:.5rem;padding:.5rem 1rem;background:var(--card);z-index:1}
.skip:focus{left:.5rem}
.brand{margin:0;font-size:1.25rem;font-weight:700;letter-spacing:.01em}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.quiet{color:var(--quiet);font-size:.875rem}
h1{font-size:1.6rem;line-height:1.25;margin:0 0 .5rem}
h2{font-size:1.25rem;margin:2rem 0 .75rem}
h3{font-size:1rem;margin:0 0 .5rem}
p{margin:.5rem 0}
code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.9em}
dl{margin:0}dt{color:var(--quiet);font-size:.8125rem}dd{margin:0}
.facts{display:flex;flex-wrap:wrap;gap:.5rem 1.5rem;padding:0 0 .75rem;font-size:.875rem}
form label{display:block;font-weight:600;font-size:.9375rem}
form div{display:flex;gap:.5rem;margin:.25rem 0}
form p{margin:0}
input,button{font:inherit;min-height:2.75rem;border-radius:6px;border:1px solid var(--quiet);padding:.25rem .75rem;background:var(--card);color:var(--text)}
input{flex:1;min-width:0}
button{background:var(--link);border-color:var(--link);color:var(--card);font-weight:600;cursor:pointer}
.headline,.card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:1rem;margin:0 0 1rem}
.headline{border-left-width:6px}
.headline .mark{display:inline-block;min-width:1em}
.headline.good{border-left-color:var(--good)}.headline.calm{border-left-color:var(--calm)}.headline.busy{border-left-color:var(--busy)}
.headline.wait{border-left-color:var(--wait)}.headline.stop{border-left-color:var(--stop)}
.big{font-size:1.6rem}
.alerts{list-style:none;margin:.75rem 0;padding:0}
.alerts li{background:var(--stop-soft);border-left:4px solid var(--stop);padding:.5rem .75rem;margin:.25rem 0}
.course{display:block;width:100%;height:3rem;margin:.25rem 0}.course polyline{fill:none;stroke:var(--good);stroke-width:1.5;vector-effect:non-scaling-stroke}
.csv{margin:-.75rem 0 1rem;font-size:.8125rem}.card .csv{margin:.25rem 0 0}.csv a{display:inline-block;padding:.375rem 0}
.bar{display:block;width:100%;height:.625rem;margin:.25rem 0;background:var(--none-soft);border-radius:3px}
rect.good{fill:var(--good)}rect.calm{fill:var(--calm)}rect.busy{fill:var(--busy)}rect.wait{fill:var(--wait)}rect.stop{fill:var(--stop)}rect.none{fill:var(--none)}rect{stroke:var(--card);stroke-width:1px;vector-effect:non-scaling-stroke}
.headline>.bar{height:1rem}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));gap:.75rem 1rem;list-style:none;margin:1rem 0 .5rem;padding:0}
.tiles .figure{display:block;font-size:1.5rem;font-weight:700;line-height:1.2;font-variant-numeric:tabular-nums}
.tiles .quiet{display:block}
.tiles .badge{white-space:normal}
.badge{display:inline-block;border-radius:999px;padding:.05rem .6rem;font-size:.8125rem;font-weight:600;white-space:nowrap}
.badge.good{color:var(--good);background:var(--good-soft)}.badge.calm{color:var(--calm);background:var(--calm-soft)}
.badge.busy{color:var(--busy);background:var(--busy-soft)}.badge.wait{color:var(--wait);background:var(--wait-soft)}
.badge.stop{color:var(--stop);background:var(--stop-soft)}.badge.none{color:var(--quiet);background:var(--none-soft)}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;list-style:none;margin:0;padding:0}
nav a{display:inline-block;padding:.375rem 0}
.counts{display:flex;flex-wrap:wrap;gap:.5rem 1rem;list-style:none;padding:0;margin:.5rem 0}
.amount{font-weight:400;color:var(--quiet);margin-left:.25rem}
.details{margin:.25rem 0 0;padding-left:1.1rem;font-size:.875rem}
.scroll{overflow-x:auto}
.card .scroll{margin:0 -.25rem}
section>.scroll,details>.scroll{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:.25rem .5rem;margin-bottom:1rem}
table{border-collapse:collapse;width:100%;font-size:.9375rem}
caption{text-align:left;color:var(--quiet);font-size:.875rem;padding:.375rem}
caption:has(.hidden){padding:0}
th,td{text-align:left;vertical-align:top;padding:.4rem .5rem;border-top:1px solid var(--line);overflow-wrap:normal}
thead th{border-top:0;color:var(--quiet);font-size:.8125rem;font-weight:600;white-space:nowrap}
tbody th{font-weight:600;min-width:6rem}
td bdi,th bdi{overflow-wrap:anywhere}
td{min-width:4.5rem}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
td.s{min-width:14rem}
td.b{min-width:8rem;width:30%}
summary{cursor:pointer;padding:.5rem 0;color:var(--link);font-weight:600}
time{white-space:nowrap}
article dl{display:grid;grid-template-columns:repeat(auto-fill,minmax(14rem,1fr));gap:.5rem 1.5rem}
footer{padding-bottom:2rem;margin-top:2rem;font-size:.9375rem}
@media (min-width:52rem){header{grid-template-columns:1fr minmax(22rem,28rem)}.brand{font-size:1.5rem}}
@media (forced-colors:active){.badge,.bar{border:1px solid}rect{forced-color-adjust:none}}
@media print{body{background:#fff}.skip,nav,form{display:none}.scroll{overflow:visible}.card,.headline{break-inside:avoid}}
`;

/** The style sheet of the page, as a source of a content security policy names it. */
function styleSource(): string {
  return `'sha256-${createHash("sha256").update(STYLES).digest("base64")}'`;
}

/**
 * What a browser may do with the page: its own style sheet, its own search form, and nothing else. No script, no request.
 * Source: https://www.w3.org/TR/CSP3/
 */
export function contentSecurityPolicy(): string {
  return [
    "default-src 'none'",
    `style-src ${styleSource()}`,
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join("; ");
}

/** The same for a file: it has no form, and framing cannot be forbidden from within. */
export function filePolicy(): string {
  return ["default-src 'none'", `style-src ${styleSource()}`, "form-action 'none'", "base-uri 'none'"].join("; ");
}
