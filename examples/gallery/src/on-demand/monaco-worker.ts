// What Monaco computes beside the page. A file of its own: the page's policy allows no worker made of text.
import 'monaco-editor/esm/vs/editor/editor.worker.js'
