//! A simulated group of flower shops, from a seed.
