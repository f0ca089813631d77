/** Colors of a drawing by role; names are shared with the page, so that a drawing inside a page follows its theme. */
export const LIGHT = {
  bg: '#f6f7f9',
  surface: '#ffffff',
  raised: '#f0f2f5',
  ink: '#17212b',
  muted: '#52606d',
  line: '#d5dbe2',
  strong: '#8a97a5',
  accent: '#0a5a8a',
  ok: '#14653a',
  'ok-bg': '#dff3e6',
  gap: '#a8201a',
  'gap-bg': '#fde4e1',
  open: '#7a4b00',
  'open-bg': '#fdefcf',
  quiet: '#56616c',
  'quiet-bg': '#e9edf1',
  business: '#e8eef8',
  dmz: '#fff3dc',
  operations: '#e6f3f1',
  control: '#edf4e7',
  safety: '#fbe9e7',
  wireless: '#f1ebf8',
  remote: '#f6eee6',
  unknown: '#f3f4f6',
} as const

export const DARK: Readonly<Record<keyof typeof LIGHT, string>> = {
  bg: '#10151b',
  surface: '#181f27',
  raised: '#202934',
  ink: '#e7ecf2',
  muted: '#a3b0bd',
  line: '#2f3a46',
  strong: '#71808f',
  accent: '#7cc4f0',
  ok: '#84dba6',
  'ok-bg': '#143323',
  gap: '#ffa49b',
  'gap-bg': '#431a18',
  open: '#f5c76b',
  'open-bg': '#3b2d0e',
  quiet: '#b0bac5',
  'quiet-bg': '#2a343f',
  business: '#1b2738',
  dmz: '#332a17',
  operations: '#16302e',
  control: '#1f2e1b',
  safety: '#391f1f',
  wireless: '#2a2238',
  remote: '#302619',
  unknown: '#232a32',
}

/** The colors as custom properties of a style sheet. */
export function properties(palette: Readonly<Record<string, string>>): string {
  return Object.entries(palette)
    .map(([name, value]) => `--${name}:${value}`)
    .join(';')
}

/** How the parts of a drawing look; all colors come from the custom properties. */
export const DRAWING_STYLE = `
.drawing{font-family:"Helvetica Neue",Helvetica,Arial,"Liberation Sans",sans-serif;font-size:12px}
.drawing text{fill:var(--ink)}
.drawing .paper{fill:var(--surface)}
.drawing .zone{stroke:var(--strong);stroke-width:1.3}
.drawing .k-business,.drawing .k-external{fill:var(--business)}
.drawing .k-dmz{fill:var(--dmz)}
.drawing .k-operations{fill:var(--operations)}
.drawing .k-control{fill:var(--control)}
.drawing .k-safety{fill:var(--safety)}
.drawing .k-wireless{fill:var(--wireless)}
.drawing .k-remote,.drawing .k-temporary{fill:var(--remote)}
.drawing .k-unknown{fill:var(--unknown);stroke-dasharray:5 4}
.drawing .outer{fill-opacity:.45}
.drawing .name{font-size:14px;font-weight:700}
.drawing .small{font-size:11px;fill:var(--muted)}
.drawing .badge{fill:var(--surface);stroke:var(--strong)}
.drawing .fr{font-size:9.5px;fill:var(--muted);text-anchor:middle}
.drawing .level{font-size:10.5px;text-anchor:middle;font-weight:600}
.drawing .c-ok{fill:var(--ok-bg);stroke:var(--ok)}
.drawing .c-gap{fill:var(--gap-bg);stroke:var(--gap)}
.drawing .c-open{fill:var(--open-bg);stroke:var(--open)}
.drawing .c-quiet{fill:var(--quiet-bg);stroke:var(--quiet)}
.drawing text.t-ok{fill:var(--ok)}
.drawing text.t-gap{fill:var(--gap)}
.drawing text.t-open{fill:var(--open)}
.drawing text.t-quiet{fill:var(--quiet)}
.drawing .halo{fill:none;stroke:var(--surface);stroke-width:6}
.drawing .conduit{fill:none;stroke:var(--ink);stroke-width:2}
.drawing .conduit.radio{stroke-dasharray:1.5 4;stroke-linecap:round}
.drawing .hub{fill:var(--surface);stroke:var(--ink);stroke-width:1.4}
.drawing .cname{font-weight:600}
.drawing .shield{fill:var(--accent)}
.drawing .noshield{fill:none;stroke:var(--open);stroke-width:1.4;stroke-dasharray:2 2}
.drawing .alarm{fill:none;stroke:var(--gap);stroke-width:2.2;stroke-dasharray:7 5}
.drawing .alarmbox{fill:var(--gap-bg);stroke:var(--gap);stroke-width:1.4;stroke-dasharray:5 3}
.drawing .arrow{fill:var(--gap)}
.drawing text.alarmtext{fill:var(--gap);font-weight:600;font-size:11px}
`
