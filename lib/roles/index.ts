export { createRole } from './create-role';
export { deleteRole } from './delete-role';
export { type Held, heldColumns } from './held';
export { getRole, listRoles } from './list-roles';
export { assignRoles, assignUsers, listRoleUsers, removeRoles } from './members';
export { addRolePermissions, listRolePermissions, removeRolePermissions } from './role-permissions';
export * from './schemas';
export { updateRole } from './update-role';
export {
  addUserPermissions,
  listEffectivePermissions,
  listUserPermissions,
  removeUserPermissions,
} from './user-permissions';
export { listEffectiveRoles, listUserRoles } from './user-roles';
