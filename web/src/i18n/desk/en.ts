export const deskEn = {
};
