import { DARK, DRAWING_STYLE, LIGHT, properties } from '../drawing/svg-style.ts'
import { PIECES } from './style-pieces.ts'

const LIGHT_THEME = `${properties(LIGHT)};color-scheme:light`
const DARK_THEME = `${properties(DARK)};color-scheme:dark`

// The reader's choice of colors works without scripts: the buttons are inputs, and the root looks at which one is set.
const THEMES = `
:root{${LIGHT_THEME}}
@media (prefers-color-scheme:dark){:root{${DARK_THEME}}}
:root:has(#theme-light:checked){${LIGHT_THEME}}
:root:has(#theme-dark:checked){${DARK_THEME}}
`

const PAGE = `
*,*::before,*::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-padding-top:12px}
body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Liberation Sans",Arial,sans-serif;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
a{color:var(--accent);text-underline-offset:2px}
a:focus-visible,summary:focus-visible,button:focus-visible,input:focus-visible,.scroll:focus-visible,pre:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:3px}
h1,h2,h3,h4{line-height:1.25;text-wrap:balance;overflow-wrap:anywhere}
h1{font-size:1.9rem;margin:.35rem 0 .1rem;letter-spacing:-.01em}
h2{font-size:1.35rem;margin:0 0 .6rem;letter-spacing:-.005em}
h3{font-size:1.02rem;margin:1.6rem 0 .6rem}
h4{font-size:.92rem;margin:1rem 0 .35rem;color:var(--muted)}
p{margin:.5rem 0}
code,pre,.o{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono","DejaVu Sans Mono",monospace;font-size:.86em}
.vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:-999px}
.skip:focus{left:12px;top:12px;background:var(--surface);padding:8px 12px;z-index:5}
.muted{color:var(--muted)}
.fine{font-size:.85rem;color:var(--muted);margin:.4rem 0}
.nobr{white-space:nowrap}
.class{display:inline-block;text-transform:uppercase;letter-spacing:.08em;font-size:.74rem;font-weight:700;color:var(--gap);border:1.5px solid var(--gap);border-radius:4px;padding:2px 9px;background:var(--surface);max-width:100%}
.top{background:var(--surface);border-bottom:1px solid var(--line);padding:18px clamp(16px,3vw,40px) 16px}
.top .line{display:flex;flex-wrap:wrap;gap:10px;align-items:center;justify-content:space-between}
.sub{color:var(--muted);margin:0 0 .8rem}
.facts{display:flex;flex-wrap:wrap;gap:6px 28px;margin:0}
.facts div{min-width:0}
.facts dt{font-size:.72rem;text-transform:uppercase;letter-spacing:.06em;color:var(--muted)}
.facts dd{margin:0;font-weight:600}
.choice{border:0;padding:0;margin:0;display:flex;flex-wrap:wrap;gap:4px 14px;font-size:.88rem}
.choice legend{padding:0;font-size:.78rem;color:var(--muted);margin-bottom:3px}
.choice label{display:inline-flex;gap:5px;align-items:center;min-height:26px}
.choice input{accent-color:var(--accent);margin:0}
.frame{display:grid;grid-template-columns:minmax(0,1fr);max-width:1560px;margin:0 auto}
nav{padding:14px clamp(16px,3vw,40px) 0}
nav ol{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:6px}
nav a{display:inline-block;padding:4px 11px;border:1px solid var(--line);border-radius:999px;text-decoration:none;font-size:.86rem;background:var(--surface);color:var(--ink)}
nav a:hover{border-color:var(--accent);color:var(--accent)}
main{padding:16px clamp(16px,3vw,40px) 40px;min-width:0}
main>section{background:var(--surface);border:1px solid var(--line);border-radius:10px;padding:clamp(16px,2.2vw,28px);margin-bottom:18px;min-width:0}
footer{padding:16px clamp(16px,3vw,40px) 32px;color:var(--muted);font-size:.88rem}
.lead{font-size:1.12rem;line-height:1.6;max-width:72ch;margin-top:0}
main>section>p{max-width:80ch}
@media screen and (max-width:640px){
h1{font-size:1.5rem}
nav{padding-right:0}
nav ol{flex-wrap:nowrap;overflow-x:auto;padding:2px 16px 8px 2px}
nav a{white-space:nowrap}
.facts{gap:4px 20px}
.facts dd{font-size:.92rem}
}
@media (min-width:1240px){
.frame{grid-template-columns:216px minmax(0,1fr)}
nav{padding:24px 0 0 32px}
nav ol{position:sticky;top:20px;flex-direction:column;gap:1px}
nav a{display:block;border:0;background:none;border-radius:6px;padding:6px 10px}
nav a:hover{background:var(--raised)}
main{padding-top:24px}
}
`

const PRINT = `
@page{size:A4;margin:17mm 13mm 16mm;font:8pt system-ui,sans-serif;@bottom-right{content:counter(page) " / " counter(pages)}}
@media print{
:root,:root:has(#theme-dark:checked),:root:has(#theme-light:checked){${LIGHT_THEME};--bg:#fff}
html{font-size:10.5px}
body{font-size:10.5px;print-color-adjust:exact;-webkit-print-color-adjust:exact}
nav,.tools,.theme,.skip,.swipe{display:none!important}
thead button{display:contents}
#drawing{break-before:page}
.top,main,footer{padding-left:0;padding-right:0}
main>section{border:0;padding:0;margin:0 0 22px;border-radius:0}
h2{border-bottom:1.5px solid var(--ink);padding-bottom:3px}
h2,h3,h4,summary,caption{break-after:avoid}
tr,.card,.tile,.legend,.bar{break-inside:avoid}
thead{display:table-header-group}
.scroll{overflow:visible}
.picture svg{width:100%;min-width:0;height:auto;max-height:222mm}
.picture{break-inside:avoid;border:0;padding:0}
table{font-size:8.6px;width:100%;min-width:0!important}
th,td{padding:3px 5px!important;min-width:0!important}
.lv{min-width:0}
.columns{grid-template-columns:minmax(0,1fr) minmax(0,1fr)}
.tiles{grid-template-columns:repeat(3,minmax(0,1fr)) minmax(0,2fr)}
.tile.bars{grid-column:auto}
.card{padding:5px 9px}
.pair{white-space:normal}
table.seven tbody th,table.seven thead th{position:static}
details.subject::details-content{content-visibility:visible;block-size:auto}
details.subject{break-inside:auto}
details.fr{display:none}
a{color:inherit;text-decoration:none}
}
`

/** The whole style sheet of the page. */
export const STYLE = `${THEMES}${PAGE}${PIECES}${DRAWING_STYLE}${PRINT}`
