// Puts what the account may do on the tokens. As a team coming from Auth0 has it: old style, with a guard.
function (user, context, callback) {
  user.app_metadata = user.app_metadata || {};
  var namespace = configuration.NAMESPACE || 'https://acme.example/';
  context.idToken[namespace + 'roles'] = user.app_metadata.roles || [];
  context.accessToken[namespace + 'roles'] = user.app_metadata.roles || [];
  callback(null, user, context);
}
