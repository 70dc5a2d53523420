/** The look of /docs, light and dark. */
import { html } from '../../html.ts'

export const style = html`
:root { color-scheme: light dark; --ink: #1c2024; --soft: #60646c; --paper: #fff; --panel: #f7f8fa; --line: #e3e6ea;
  --accent: #3451d1; --get: #1a7f47; --post: #3451d1; --patch: #9a5b00; --delete: #c0312b }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eaed; --soft: #a0a6b0; --paper: #111317; --panel: #191c22;
  --line: #2a2f37; --accent: #9db1ff; --get: #5fd08f; --post: #9db1ff; --patch: #f0b866; --delete: #ff8f88 } }
* { box-sizing: border-box }
html { scroll-behavior: smooth; scroll-padding-top: 24px }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.6 ui-sans-serif, system-ui, sans-serif;
  display: grid; grid-template-columns: 264px minmax(0, 1fr) }
nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 28px 20px; border-right: 1px solid var(--line);
  background: var(--panel); font-size: 14px }
nav strong { display: block; font-size: 17px; margin-bottom: 12px }
nav h2 { margin: 20px 0 4px; font-size: 12px; font-weight: 600; color: var(--soft) }
nav a { display: block; padding: 4px 8px; margin-left: -8px; border-radius: 6px; color: var(--ink); text-decoration: none }
nav a:hover { background: var(--line) }
a { color: var(--accent) }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
main { padding: 40px clamp(20px, 5vw, 72px) 96px; max-width: 960px }
h1 { font-size: 32px; line-height: 1.2; margin: 0 0 8px; letter-spacing: -.02em }
h2 { font-size: 22px; margin: 56px 0 8px; letter-spacing: -.01em }
h3 { font-size: 17px; margin: 0 }
h4, h2.minor { font-size: 13px; margin: 20px 0 6px; letter-spacing: 0; color: var(--soft); font-weight: 600 }
p { margin: 6px 0 }
section.route { border: 1px solid var(--line); border-radius: 12px; padding: 20px 24px; margin: 16px 0 }
.address { display: flex; flex-wrap: wrap; gap: 10px; align-items: baseline; margin: 4px 0 8px; font-size: 14px }
.method { font: 600 12px/1.8 ui-monospace, monospace; padding: 0 8px; border-radius: 6px; border: 1px solid currentColor }
.get { color: var(--get) } .post { color: var(--post) } .patch { color: var(--patch) } .delete { color: var(--delete) }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, monospace; font-size: .88em; overflow-wrap: anywhere }
pre { background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: 14px 16px; overflow: auto;
  margin: 6px 0; white-space: pre-wrap; overflow-wrap: anywhere }
table { border-collapse: collapse; width: 100%; font-size: 14px }
td, th { text-align: left; vertical-align: top; padding: 8px 12px 8px 0; border-top: 1px solid var(--line); overflow-wrap: anywhere }
td:first-child { width: 34% }
.answers > tbody > tr > td:first-child { width: 72px }
td p { color: var(--soft); margin: 2px 0 0 }
.type { color: var(--soft) }
.need { display: inline-block; white-space: nowrap; margin-left: 8px; font-size: 12px; color: var(--accent) }
.lead { color: var(--soft); font-size: 18px }
@media (max-width: 820px) { body { display: block } nav { position: static; height: auto; border-right: 0; border-bottom: 1px solid var(--line) }
  nav { padding: 16px 20px } nav div { max-height: 40vh; overflow: auto } main { padding-top: 28px } section.route { padding: 16px } td:first-child { width: 44% }
  .answers > tbody > tr > td:first-child { width: 44px } }
`
