// Starts the page.
import { createRoot } from 'react-dom/client'
import '../styles/app.css'
import { App } from './page/app.tsx'

const place = document.getElementById('app')
if (place) createRoot(place).render(<App />)
