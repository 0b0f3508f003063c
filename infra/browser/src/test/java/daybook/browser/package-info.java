/** The page as people use it: Chromium, driven by Playwright, over {@code ./daybook run}. */
package daybook.browser;
