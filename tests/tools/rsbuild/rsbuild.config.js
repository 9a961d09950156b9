// Where the app stands: by default it would be src/index.js, and the page one of Rsbuild's own.
export default { source: { entry: { index: './main.js' } }, html: { template: './index.html' } };
