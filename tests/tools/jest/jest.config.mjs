export default {
  testEnvironment: process.env.JEST_ENVIRONMENT,
  testEnvironmentOptions: { url: process.env.BACK_END },
};
