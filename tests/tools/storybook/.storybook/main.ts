export default { framework: '@storybook/react-vite', stories: ['../src/*.stories.tsx'], staticDirs: ['../public'] };
