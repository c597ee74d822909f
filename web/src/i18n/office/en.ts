export const officeEn = {
};
