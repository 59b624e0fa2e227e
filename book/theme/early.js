// Runs before the page is drawn: marks that scripts run and sets the theme the reader chose, so that nothing flashes.
'use strict';

(function () {
    const page = document.documentElement;
    page.classList.add('js');
    let theme = null;
    try {
        theme = localStorage.getItem('tb-theme');
    } catch {
        // Storage is switched off; the system's theme it is.
    }
    if (theme === 'light' || theme === 'dark') {
        page.classList.add(theme);
    } else if (theme === 'contrast') {
        document.getElementById('tb-contrast').media = 'all';
    }
})();
