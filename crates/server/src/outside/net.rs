//! Which addresses may be reached: those of the public internet, and networks that the server was told to allow.
//!
//! What is not known to be public is refused, so that nobody can make the server ask machines beside it: itself, the
//! local network, the metadata services of clouds, and all forms in which such an address can be wrapped into another.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// A network, such as `10.1.0.0/16`; or one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Net {
    base: IpAddr,
    bits: u8,
}

impl Net {
    /// Whether an address belongs to it. A wrapped address does not belong to the network that it wraps.
    pub fn contains(self, address: IpAddr) -> bool {
        match (self.base, address) {
            (IpAddr::V4(base), IpAddr::V4(address)) => {
                let shift = 32 - u32::from(self.bits);
                base.to_bits().checked_shr(shift) == address.to_bits().checked_shr(shift)
            }
            (IpAddr::V6(base), IpAddr::V6(address)) => {
                let shift = 128 - u32::from(self.bits);
                base.to_bits().checked_shr(shift) == address.to_bits().checked_shr(shift)
            }
            _ => false,
        }
    }
}

impl FromStr for Net {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("\"{text}\" is no network such as 10.1.0.0/16 or fd00::/8, and no address");
        let (base, bits) = match text.split_once('/') {
            Some((base, bits)) => (base, Some(bits)),
            None => (text, None),
        };
        let base: IpAddr = base.parse().map_err(|_| wrong())?;
        let most = if base.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(most), |bits| bits.parse().map_err(|_| wrong()))?;
        if bits > most { Err(wrong()) } else { Ok(Self { base, bits }) }
    }
}

/// Networks of version 4 that are not public (IANA's registry of special purposes), and one address at which a cloud
/// tells its machines secrets.
const NOT_PUBLIC_4: &[(Ipv4Addr, u8)] = &[
    (Ipv4Addr::UNSPECIFIED, 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    (Ipv4Addr::new(168, 63, 129, 16), 32),
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    (Ipv4Addr::new(224, 0, 0, 0), 3),
];

/// The one network of version 6 whose addresses are given out for use in public.
const PUBLIC_6: (Ipv6Addr, u8) = (Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);

/// What in it is not public: protocols of their own (Teredo among them), examples, and version 4 wrapped up.
const NOT_PUBLIC_6: &[(Ipv6Addr, u8)] = &[
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    (Ipv6Addr::new(0x2001, 0x0db8, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
];

/// Whether the server may connect to an address.
pub fn may_reach(address: IpAddr, allowed: &[Net]) -> bool {
    let within = |&(base, bits): &(IpAddr, u8)| Net { base, bits }.contains(address);
    let is_public = match address {
        IpAddr::V4(_) => !NOT_PUBLIC_4.iter().map(|&(base, bits)| (base.into(), bits)).any(|net| within(&net)),
        IpAddr::V6(_) => {
            within(&(PUBLIC_6.0.into(), PUBLIC_6.1))
                && !NOT_PUBLIC_6.iter().map(|&(base, bits)| (base.into(), bits)).any(|net| within(&net))
        }
    };
    is_public || allowed.iter().any(|net| net.contains(address))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn nothing_inside_is_reached() {
        for (class, addresses) in [
            ("unspecified", &["0.0.0.0", "0.1.2.3", "::"][..]),
            ("loopback", &["127.0.0.1", "127.255.255.254", "::1"]),
            (
                "private",
                &["10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.1.1", "fc00::1", "fdff::1"],
            ),
            ("link-local", &["169.254.0.1", "169.254.255.255", "fe80::1", "febf::1", "fec0::1"]),
            ("metadata", &["169.254.169.254", "168.63.129.16", "100.100.100.200", "192.0.0.192", "fd00:ec2::254"]),
            ("shared by carriers", &["100.64.0.1", "100.127.255.255"]),
            ("multicast", &["224.0.0.1", "239.255.255.255", "ff02::1", "ff0e::1"]),
            (
                "reserved",
                &["240.0.0.1", "255.255.255.255", "192.0.0.8", "198.18.0.1", "198.19.255.255", "100::1", "5f00::1"],
            ),
            ("examples", &["192.0.2.1", "198.51.100.1", "203.0.113.1", "2001:db8::1", "3fff::1"]),
            ("mapped", &["::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:93.184.215.14"]),
            ("compatible", &["::127.0.0.1", "::10.0.0.1"]),
            ("translated", &["64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::a00:1", "::ffff:0:127.0.0.1"]),
            ("6to4", &["2002:7f00:1::", "2002:a9fe:a9fe::1", "192.88.99.1"]),
            ("Teredo and others", &["2001::1", "2001:0:53aa:64c::1", "2001:2::1", "2001:10::1", "2001:1ff::1"]),
        ] {
            for text in addresses {
                assert!(!may_reach(address(text), &[]), "{class}: {text}");
            }
        }
    }

    #[test]
    fn the_public_internet_is_reached_up_to_the_borders() {
        for text in [
            "1.1.1.1",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.255.255.255",
            "128.0.0.0",
            "169.253.255.255",
            "169.255.0.0",
            "172.15.255.255",
            "172.32.0.0",
            "192.167.255.255",
            "192.169.0.0",
            "198.17.255.255",
            "198.20.0.0",
            "223.255.255.255",
            "168.63.129.15",
            "2606:4700::1111",
            "2001:200::1",
            "2003::1",
            "2a00::1",
            "3ffe::1",
        ] {
            assert!(may_reach(address(text), &[]), "{text}");
        }
    }

    #[test]
    fn what_is_allowed_is_reached_and_nothing_beside_it() {
        let allowed: Vec<Net> = ["10.1.0.0/16", "::1", "fd00::/8"].iter().map(|text| text.parse().unwrap()).collect();
        for (text, reached) in [
            ("10.1.0.1", true),
            ("10.1.255.255", true),
            ("10.2.0.0", false),
            ("::1", true),
            ("::2", false),
            ("fd12::1", true),
            ("fc12::1", false),
            ("::ffff:10.1.0.1", false),
            ("127.0.0.1", false),
        ] {
            assert_eq!(may_reach(address(text), &allowed), reached, "{text}");
        }
        let all: [Net; 2] = ["0.0.0.0/0".parse().unwrap(), "::/0".parse().unwrap()];
        assert!(may_reach(address("127.0.0.1"), &all) && may_reach(address("::1"), &all));
    }

    #[test]
    fn a_slip_in_a_network_is_told() {
        for text in
            ["", "10.0.0.0/33", "fd00::/129", "10.0.0.0/", "10.0.0.0/-1", "10.0.0/8", "example.org", "10.0.0.1/8/8"]
        {
            assert!(text.parse::<Net>().is_err(), "{text}");
        }
    }
}
