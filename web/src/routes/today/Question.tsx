// The first question about a hand-off that waits for an answer, in one line.
import { useQuery } from "@tanstack/react-query";
import { waitingRatingsQuery } from "../../api/voices";
import { HowWasIt } from "../../parts/HowWasIt";

export function Question() {
  const ratings = useQuery(waitingRatingsQuery).data?.ratings ?? [];
  const first = ratings[0];
  return first ? <HowWasIt key={first.id} rating={first} more={ratings.length - 1} /> : null;
}
