// Sets a chosen theme before the first paint, so that the page never flashes in the other one. src/shell/theme.ts remembers the choice.
try {
  const theme = localStorage.getItem('syncforge.editor.theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {
  // Storage is switched off: the system's wish holds.
}
