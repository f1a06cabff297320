export { getActiveUsers } from './get-active-users';
export { getDailyStats } from './get-daily-stats';
