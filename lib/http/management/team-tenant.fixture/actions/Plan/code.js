exports.onExecutePostLogin = async (event, api) => {
  const { plan = 'free' } = event.user.app_metadata;
  api.idToken.setCustomClaim('https://acme.example/plan', plan);
  if (plan === 'banned') api.access.deny('Your account is closed.');
};
