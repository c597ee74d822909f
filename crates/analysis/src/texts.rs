//! Many strings in one run of bytes: five to fifteen bytes each instead of a heap block.

/// Strings in the order in which they were pushed.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    bytes: String,
    ends: Vec<u64>,
}

impl Texts {
    /// Appends one string.
    pub fn push(&mut self, text: &str) {
        self.bytes.push_str(text);
        self.ends.push(self.bytes.len() as u64);
    }

    /// Makes room for `count` more short strings at once.
    pub fn reserve(&mut self, count: usize) {
        self.ends.reserve(count);
        self.bytes.reserve(count * 8);
    }

    /// Appends all strings of `other`.
    pub fn append(&mut self, other: &Self) {
        let shift = self.bytes.len() as u64;
        self.bytes.push_str(&other.bytes);
        self.ends.extend(other.ends.iter().map(|end| end + shift));
    }

    /// Forgets all strings and keeps their memory.
    pub fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
    }

    /// The string at `index`.
    ///
    /// # Panics
    /// If there is none.
    #[inline]
    pub fn get(&self, index: usize) -> &str {
        let start = if index == 0 { 0 } else { self.ends[index - 1] as usize };
        &self.bytes[start..self.ends[index] as usize]
    }

    /// How many strings there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}
