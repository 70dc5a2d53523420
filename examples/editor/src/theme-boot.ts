// Sets a chosen theme before the first paint, so that the page never flashes in the other one. Loaded on its own.
import { applyTheme, chosenTheme } from './theme.ts'

applyTheme(chosenTheme())
