async function requireVerified(user, context, callback) {
  if (user.email && !user.email_verified) {
    return callback(new UnauthorizedError('Please verify your e-mail before logging in.'));
  }
  return callback(null, user, context);
}
