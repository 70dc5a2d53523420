// Starts the page.
import { createRoot } from 'react-dom/client'
import '@blocknote/mantine/style.css'
import '../styles/app.css'
import { App } from './app.tsx'

const place = document.getElementById('app')
if (place) createRoot(place).render(<App />)
